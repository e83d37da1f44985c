#!/usr/bin/env bash
# record.sh FILE...: asks PostgreSQL 15 (by the usual PG... variables) for the answers of the expressions in the files and
# writes them behind the arrow of each line. Comments and empty lines stay.
set -euo pipefail
for file in "$@"; do
  {
    echo "set timezone = 'America/New_York';"
    cat <<'SQL'
create function pg_temp.answer(expression text) returns text language plpgsql as $$
declare
  kind text;
  value text;
begin
  execute format('select pg_typeof((%s))::text', expression) into kind;
  if kind = 'unknown' then
    kind := 'text';
  end if;
  execute format('select case when x is null then ''NULL'' else %L || format(''%%s'', x) end from (select (%s) as x) q',
    kind || ': ', expression) into value;
  return replace(value, E'\n', '\n');
exception when others then
  return 'ERROR ' || sqlstate || ': ' || sqlerrm;
end $$;
\pset format unaligned
\pset tuples_only on
SQL
    sed 's/ -> .*//' "$file" | while IFS= read -r line; do
      if [[ -z "$line" || "$line" == \#* ]]; then
        printf '\\echo %s\n' "'${line//\'/\'\'}'"
      else
        printf "select \$q\$%s\$q\$ || ' -> ' || pg_temp.answer(\$q\$%s\$q\$);\n" "$line" "$line"
      fi
    done
  } | psql -qX -v ON_ERROR_STOP=1 > "$file.new"
  mv "$file.new" "$file"
done
