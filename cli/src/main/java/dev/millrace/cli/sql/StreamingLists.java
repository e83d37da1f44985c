package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import dev.millrace.cli.sql.Commands.Call;
import dev.millrace.cli.table.Grid;

/** What only a streaming database has: streams, sinks, and how views are doing. */
final class StreamingLists {
    private StreamingLists() {
    }

    /** A list of the server's own making: {@code SHOW STREAMS}. */
    static boolean shown(Call call, String what) throws SQLException {
        Grid found = call.session().ask("SHOW " + what);
        print(call, found, "List of " + what.toLowerCase(java.util.Locale.ROOT));
        return true;
    }

    static boolean views(Call call) throws SQLException {
        print(call, call.session().ask("SELECT * FROM millrace.views"),
                "List of materialized views");
        return true;
    }

    private static void print(Call call, Grid found, String title) {
        String pattern = call.arguments().nextName();
        String regex = pattern == null ? ".*"
                : Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        List<List<String>> rows = found.rows().stream().filter(row -> pattern == null
                || row.stream().limit(2).anyMatch(v -> v != null && v.matches(regex))).toList();
        DescribeCommands.print(call.session(), new Grid(found.columns(), rows), title, null);
    }
}
