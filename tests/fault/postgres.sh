# Sourced by tests that need a database server: postgres_start FOLDER starts a PostgreSQL of its own there, reached through a socket in
# the folder only, and sets PGHOST, PGUSER; postgres_stop ends it. Returns 77 where PostgreSQL or PostGIS is not installed.
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1)
postgres_as() { # initdb and postgres refuse to run as root
	if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp LC_ALL=C "$@"; else env LC_ALL=C "$@"; fi
}
postgres_start() {
	postgres_data=$1
	[ -n "$postgres_bin" ] && [ -x "$postgres_bin/initdb" ] || { echo "no PostgreSQL (postgresql-15-postgis-3)"; return 77; }
	ls /usr/share/postgresql/*/extension/postgis.control > /dev/null 2>&1 || { echo "no PostGIS (postgresql-15-postgis-3)"; return 77; }
	[ "$(id -u)" != 0 ] || ! id postgres > /dev/null 2>&1 || chown postgres "$postgres_data"
	postgres_as "$postgres_bin/initdb" -D "$postgres_data/db" -A trust -U tester -E UTF8 --no-sync > "$postgres_data/log" 2>&1 || { cat "$postgres_data/log"; return 1; }
	postgres_as "$postgres_bin/pg_ctl" -D "$postgres_data/db" -w -l "$postgres_data/db/log" \
		-o "-k $postgres_data -c listen_addresses= -c fsync=off -c max_connections=20" start > "$postgres_data/log" 2>&1 || { cat "$postgres_data/log" "$postgres_data/db/log"; return 1; }
	export PGHOST="$postgres_data" PGUSER=tester
}
postgres_stop() { postgres_as "$postgres_bin/pg_ctl" -D "$postgres_data/db" -m immediate stop > /dev/null 2>&1; }
