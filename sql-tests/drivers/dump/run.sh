#!/usr/bin/env bash
# Dumps a rich database of Millrace, restores it into another Millrace and into PostgreSQL 15, and dumps both again: all three
# dumps, and that of the database made in PostgreSQL itself, must be equal to the last character.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../servers.sh
. "$here/../servers.sh"

port=$(free_port)
env -u MILLRACE_URL "$home/bin/millrace" server --data-dir "$work/second" --port "$port" >"$work/second.log" 2>&1 &
started+=($!)
await_server "$port" millrace millrace
second=postgres://millrace@127.0.0.1:$port/millrace

sql() { psql -X -q -v ON_ERROR_STOP=1 -d "$@" >/dev/null; }
dump() { # what is another in every dump, and who made it, left out
  pg_dump -d "$1" | grep -v '^\\restrict\|^\\unrestrict\|^-- Dumped from database version'
}
for url in "$MILLRACE_URL" "$second" "$POSTGRES_URL"; do
  sql "$url" -c 'CREATE ROLE reader'
done
sql "$POSTGRES_URL" -c 'CREATE DATABASE made' -c 'CREATE DATABASE restored'
made=${POSTGRES_URL%/*}/made
restored=${POSTGRES_URL%/*}/restored

sql "$MILLRACE_URL" -f "$here/rich.sql"
sql "$made" -f "$here/rich.sql"
dump "$MILLRACE_URL" >"$work/first.sql"
sql "$second" -f "$work/first.sql"
sql "$restored" -f "$work/first.sql"
failed=0
for target in "restored-by-millrace $second" "restored-by-postgresql $restored" "made-by-postgresql $made"; do
  dump "${target#* }" >"$work/${target%% *}.sql"
  if diff "$work/first.sql" "$work/${target%% *}.sql"; then
    echo "ok    ${target%% *}: $(wc -l <"$work/first.sql") lines"
  else
    echo "DIFF  ${target%% *}"
    failed=1
  fi
done
exit $failed
