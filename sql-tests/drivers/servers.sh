# Starts a Millrace and a PostgreSQL 15 on temporary directories, for the driver suites; sourced by their run.sh.
# Sets MILLRACE_URL and POSTGRES_URL unless they are given; stops what it has started when the suite ends.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
started=()

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

stop_servers() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
  done
  rm -rf "$work"
}
trap stop_servers EXIT

await_server() { # PORT USER DATABASE
  for _ in $(seq 900); do # a first build takes a minute or two
    PGCONNECT_TIMEOUT=2 psql -X -q -h 127.0.0.1 -p "$1" -U "$2" -d "$3" -c 'select 1' >/dev/null 2>&1 && return
    sleep 0.2
  done
  echo "no server answers on port $1" >&2
  exit 1
}

if [ -z "${MILLRACE_URL:-}" ]; then
  port=$(free_port)
  "$home/bin/millrace" server --data-dir "$work/millrace" --port "$port" >"$work/millrace.log" 2>&1 &
  started+=($!)
  await_server "$port" millrace millrace
  export MILLRACE_URL=postgres://millrace@127.0.0.1:$port/millrace
fi

if [ -z "${POSTGRES_URL:-}" ]; then
  binaries=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
  [ -x "$binaries/initdb" ] || { echo "set POSTGRES_URL, or POSTGRES_BIN to where initdb of PostgreSQL 15 is" >&2; exit 1; }
  port=$(free_port)
  mkdir "$work/postgres"
  as=()
  if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown -R postgres "$work"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  fi
  "${as[@]}" "$binaries/initdb" -D "$work/postgres/data" -A trust -E UTF8 --locale=C.UTF-8 -U millrace \
    >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log" >&2; exit 1; }
  "${as[@]}" "$binaries/postgres" -D "$work/postgres/data" -p "$port" -k "$work/postgres" -c fsync=off -c timezone=UTC \
    >"$work/postgres.log" 2>&1 &
  started+=($!)
  await_server "$port" millrace postgres
  export POSTGRES_URL=postgres://millrace@127.0.0.1:$port/postgres
fi
