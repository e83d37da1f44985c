# Runs a program that takes its steps on the server of a URL and prints what it sees, once on PostgreSQL and once on Millrace,
# and compares the two outputs step by step; sourced by run.sh after servers.sh.

compare_outcomes() { # PROGRAM...
  "$@" "$POSTGRES_URL" >"$work/postgres.out" 2>&1 || { cat "$work/postgres.out" >&2; exit 1; }
  "$@" "$MILLRACE_URL" >"$work/millrace.out" 2>&1 || true
  awk -v mine="$work/millrace.out" '
    function take(file, into,   line, step) { # each step opens with "== name"
      while ((getline line < file) > 0) {
        if (line ~ /^== /) { step = substr(line, 4); if (!(step in known)) { known[step]; order[++steps] = step } }
        else into[step] = into[step] line "\n"
      }
    }
    BEGIN {
      take(ARGV[1], expected); take(mine, actual)
      for (i = 1; i <= steps; i++) {
        s = order[i]
        if (expected[s] == actual[s]) { print "ok    " s; same++; continue }
        print "DIFF  " s
        n = split(expected[s], e, "\n"); m = split(actual[s], a, "\n")
        for (k = 1; k < (n > m ? n : m); k++) if (e[k] != a[k]) print "      -" e[k] "\n      +" a[k]
      }
      print same + 0 " of " steps " steps agree"
      exit same == steps ? 0 : 1
    }' "$work/postgres.out"
}
