# Sourced by the fault tests: what must hold of a store after anything.

# sound STORE: SQLite's own check, the spatial index, the counts, no event without its article, no article twice
sound() {
	[ "$(sqlite3 "$1" 'PRAGMA integrity_check')" = ok ] || { echo "$1: integrity_check failed"; return 1; }
	geometries=$(sqlite3 "$1" 'SELECT count(*) FROM events WHERE geom IS NOT NULL')
	indexed=$(sqlite3 "$1" 'SELECT count(*) FROM rtree_events_geom')
	[ "$geometries" = "$indexed" ] || { echo "$1: $geometries geometries, $indexed in the spatial index"; return 1; }
	wrong=$(sqlite3 "$1" "SELECT count(*) FROM rtree_events_geom AS r LEFT JOIN events AS e ON e.fid = r.id WHERE e.fid IS NULL")
	[ "$wrong" = 0 ] || { echo "$1: $wrong index entries without an event"; return 1; }
	for t in events articles; do
		rows=$(sqlite3 "$1" "SELECT count(*) FROM $t")
		counted=$(sqlite3 "$1" "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '$t'")
		[ "$rows" = "$counted" ] || [ -z "$counted" ] || { echo "$1: $rows rows in $t, $counted counted"; return 1; }
	done
	lost=$(sqlite3 "$1" 'SELECT count(*) FROM events WHERE article_fid NOT IN (SELECT fid FROM articles)')
	[ "$lost" = 0 ] || { echo "$1: $lost events without article"; return 1; }
	twice=$(sqlite3 "$1" 'SELECT count(*) - count(DISTINCT id) FROM articles')
	[ "$twice" = 0 ] || { echo "$1: $twice articles twice"; return 1; }
}
articles_in() { sqlite3 "$1" 'SELECT count(*) FROM articles' 2>/dev/null || echo 0; }
events_in() { sqlite3 "$1" 'SELECT count(*) FROM events' 2>/dev/null || echo 0; }
