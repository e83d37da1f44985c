#!/usr/bin/env bash
# Takes the steps of suite.mjs through node-postgres and postgres.js on Millrace and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(cd "$here" && npm install --silent --no-package-lock --no-audit --no-fund)
# shellcheck source=../servers.sh
. "$here/../servers.sh"
node "$here/suite.mjs"
