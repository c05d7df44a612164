#!/bin/sh
# Installs the Debian packages that a build ("build") or the tests ("check") need, if any is missing: by apt as root or through
# sudo; without either it prints the command and stops.
set -eu
build="gcc make pkg-config libgdal-dev libproj-dev libcairo2-dev libpango1.0-dev libxml2-dev libjson-c-dev libsqlite3-dev
libzstd-dev libxxhash-dev zlib1g-dev libutf8proc-dev libdeflate-dev zstd fontconfig fonts-noto-core fonts-dejavu-core fonts-droid-fallback fonts-nanum proj-data"
check="clang libclang-rt-dev libcmocka-dev gdal-bin sqlite3 librsvg2-bin poppler-utils pandoc postgresql-15-postgis-3 libxml2-utils python3 strace g++"
want=$build
[ "${1:-build}" = check ] && want="$build $check"
missing=
for p in $want; do
	dpkg-query -W -f='${db:Status-Abbrev}\n' "$p" 2>/dev/null | grep -q '^ii' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
command="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
	echo "missing (by their Debian names):$missing" >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	sudo=sudo
else
	echo "missing packages; run as root:  apt-get update && $command" >&2
	exit 1
fi
echo "installing:$missing"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo env DEBIAN_FRONTEND=noninteractive $command -qq
