#!/usr/bin/env bash
# Takes the steps of suite.py through psycopg2, psycopg 3, asyncpg and SQLAlchemy on Millrace and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import psycopg2, psycopg, asyncpg, sqlalchemy' 2>/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    python3-psycopg2 python3-psycopg python3-asyncpg python3-sqlalchemy >/dev/null
fi
# shellcheck source=../servers.sh
. "$here/../servers.sh"
"$python" "$here/suite.py"
