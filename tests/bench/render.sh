#!/bin/sh
# Part of make bench: maps beside MapServer (Debian mapserver-bin), in turn, on the workloads of ../shared/bench/render. The data come from
# Debian and npm packages: gdal-bin, r-cran-sf, r-cran-rnaturalearthdata, world-atlas@2. Skipped where a part is missing.
# Arguments: the build folder; rounds (5). WORKLOADS: which (all but w3). Figures are cpu ratios to MapServer.
O=$(cd "$1" && pwd) rounds=${2:-5} shared=${SHARED:-../shared}/bench/render work=$O/bench/render here=$(pwd)/tests/bench/render
lack() { echo "render: skipped, $1 is missing"; exit 0; }
[ -f "$shared/bench.py" ] || lack "$shared"
for tool in map2img ogr2ogr Rscript python3 npm; do command -v $tool > /dev/null || lack "$tool"; done
shared=$(cd "$shared" && pwd)
mkdir -p "$work"
if [ ! -f "$work/ms/w1.map" ]; then
	(cd "$work" && npm pack --silent world-atlas@2 > /dev/null && tar xzf world-atlas-*.tgz) || lack 'npm package world-atlas'
	WORLD_ATLAS=$work/package python3 "$shared/make-data.py" "$work/data" && Rscript "$shared/ne.R" "$work/data" || lack 'Natural Earth data'
	sh "$shared/gen-mapserver.sh" "$work/data" "$work/ms"
fi
export DATELINE="$O/dateline" DATELINE_DATA="$O" DATELINE_MODULES="$O"
for w in empty w2 w3 atlas1 atlas100; do export "OURS_$(echo $w | tr a-z A-Z)=$here/$w $work/data {out}.png"; done
export OURS_W1="$here/w1-png $work/data {out}.png" OURS_SVG="$here/w1-svg $work/data {out}.svg" OURS_PDF="$here/w1-pdf $work/data {out}.pdf"
python3 "$shared/bench.py" "$work" -p none -n "$rounds" -w "${WORKLOADS:-empty,w1,svg,pdf,w2,atlas1,atlas100}"
