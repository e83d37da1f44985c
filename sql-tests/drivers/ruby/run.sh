#!/usr/bin/env bash
# Takes the steps of suite.rb through ruby-pg on Millrace and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ruby -rpg -e 1 2>/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -q ruby ruby-pg >/dev/null
# shellcheck source=../servers.sh
. "$here/../servers.sh"
# shellcheck source=../outcomes.sh
. "$here/../outcomes.sh"
compare_outcomes ruby "$here/suite.rb"
