package dev.millrace.cli.sql;

import dev.millrace.cli.text.Keywords;

/** Names as they are written in SQL. */
final class Names {
    private Names() {
    }

    /** In double quotes where it would mean something else without. */
    static String quoted(String name) {
        boolean isPlain = name.matches("[a-z_][a-z0-9_$]*") && (!Keywords.ALL.contains(name) || name.length() > 5);
        return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
