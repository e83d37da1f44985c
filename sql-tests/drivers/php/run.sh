#!/usr/bin/env bash
# Takes the steps of suite.php through PDO and PHP's own functions on Millrace and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! php -r 'exit(extension_loaded("pdo_pgsql") ? 0 : 1);' 2>/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q php-cli php-pgsql >/dev/null
fi
# shellcheck source=../servers.sh
. "$here/../servers.sh"
# shellcheck source=../outcomes.sh
. "$here/../outcomes.sh"
compare_outcomes php "$here/suite.php"
