#!/usr/bin/env bash
# Takes the steps of suite.pl through DBI and DBD::Pg on Millrace and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
perl -MDBD::Pg -e 1 2>/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -q libdbd-pg-perl >/dev/null
# shellcheck source=../servers.sh
. "$here/../servers.sh"
# shellcheck source=../outcomes.sh
. "$here/../outcomes.sh"
compare_outcomes perl "$here/suite.pl"
