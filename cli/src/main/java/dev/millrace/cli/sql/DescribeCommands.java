package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.cli.sql.Commands.Call;
import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableWriter;

/** The {@code \d} family and its like. Letters may end with {@code S} (the system's too) and {@code +} (more). */
final class DescribeCommands {
    private static final Set<String> ROLES = Set.of("du", "dg");

    private DescribeCommands() {
    }

    static void addTo(Commands list) {
        list.heading("What there is (S: the system's too, +: more)");
        Commands.Action action = DescribeCommands::run;
        list.add("\\d[S+]", "[PATTERN]", "tables, streams, views; or what is known of those named", action);
        list.add("\\dt[S+] \\dv \\dm \\di \\ds", "[PATTERN]", "tables, views, materialized views, indexes, sequences",
                action);
        list.add("\\dn[S+]", "[PATTERN]", "schemas", action);
        list.add("\\df[anptw][S+]", "[PATTERN]", "functions (aggregate, normal, procedure, trigger, window)", action);
        list.add("\\dT[S+] \\dD \\do \\dC", "[PATTERN]", "types, domains, operators, casts", action);
        list.add("\\du[+] \\dp \\z", "[PATTERN]", "roles, privileges", action);
        list.add("\\l[+] \\db \\dx \\dconfig", "[PATTERN]", "databases, tablespaces, extensions, settings", action);
        list.add("\\sf \\sv", "NAME", "the definition of a function, of a view", action);
        list.add(List.of("\\streams"), "[PATTERN]", "streams and where they come from",
                call -> StreamingLists.shown(call, "STREAMS"));
        list.add(List.of("\\sinks", "\\dk"), "[PATTERN]", "sinks and where they go",
                call -> StreamingLists.shown(call, "SINKS"));
        list.add("\\views", "[PATTERN]", "materialized views with freshness, lag, state", StreamingLists::views);
    }

    /** The letters of a name without its modifiers. */
    private static String letters(String name) {
        return name.substring(1).replaceFirst("[S+]+$", "");
    }

    static boolean isOne(String name) {
        String letters = letters(name);
        return letters.equals("d") || letters.equals("sf") || letters.equals("sv") || letters.equals("list")
                || ROLES.contains(letters) || Listings.of(letters) != null;
    }

    static boolean run(Call call) throws SQLException {
        String modifiers = call.name().substring(1 + letters(call.name()).length());
        boolean hasDetails = modifiers.contains("+");
        boolean isSystem = modifiers.contains("S");
        String letters = letters(call.name()).replaceFirst("^list$", "l");
        String name = call.arguments().nextName();
        NamePattern pattern = NamePattern.of(name, letters.equals("do"));
        if (pattern != null && pattern.isTooLong()) {
            return call.fail("improper qualified name (too many dotted names): " + name);
        }
        if (letters.equals("sf") || letters.equals("sv")) {
            String kind = letters.equals("sf") ? "function" : "view";
            return name == null ? call.fail(kind + " name is required") : source(call, letters, name);
        }
        if (letters.equals("d") && name != null) {
            return new RelationDescription(call.session()).describe(name, pattern, hasDetails, isSystem);
        }
        Session session = call.session();
        if (ROLES.contains(letters)) {
            return RoleList.print(session, pattern, hasDetails, isSystem);
        }
        Listing listing = Listings.of(letters);
        Grid grid = session.ask(listing.sql(pattern, hasDetails, isSystem));
        return show(session, listing, grid, name);
    }

    private static boolean show(Session session, Listing listing, Grid grid, String name) {
        if (grid.rows().isEmpty() && listing.noun() != null) {
            if (!session.isQuiet() || name != null) {
                session.complain(name == null ? "Did not find any " + listing.noun() + "s."
                        : "Did not find any " + listing.noun() + " named \"" + name + "\".");
            }
            return true;
        }
        print(session, grid, listing.title(), null);
        return true;
    }

    /** Prints a table of the shell's own; {@code footers} null: the count of rows. */
    static void print(Session session, Grid grid, String title, List<String> footers) {
        List<String> foot = footers == null ? List.of(grid.footer()) : footers;
        session.pager().print(TableWriter.text(grid, session.style().withNullText(""), title, foot,
                session.output().columns()));
    }

    private static boolean source(Call call, String letters, String name) throws SQLException {
        boolean isFunction = letters.equals("sf");
        String literal = dev.millrace.cli.text.Variables.string(name);
        String type = isFunction ? name.contains("(") ? "regprocedure" : "regproc" : "regclass";
        String oid = literal + "::pg_catalog." + type + "::pg_catalog.oid";
        Grid grid = call.session().ask(isFunction
                ? "SELECT pg_catalog.pg_get_functiondef(" + oid + ")"
                : "SELECT pg_catalog.pg_get_viewdef(" + oid + ", true), c.relname, n.nspname, c.relkind"
                        + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.oid = " + oid);
        List<String> row = grid.rows().getFirst();
        if (!isFunction && !Set.of("v", "m").contains(row.get(3))) {
            return call.fail("\"" + row.get(2) + "." + row.get(1) + "\" is not a view");
        }
        String text = isFunction ? row.getFirst()
                : ("m".equals(row.get(3)) ? "CREATE MATERIALIZED VIEW " : "CREATE OR REPLACE VIEW ") + row.get(2) + "."
                        + row.get(1) + " AS\n" + row.getFirst().replaceFirst(";\\s*$", "") + "\n";
        List<String> lines = new ArrayList<>();
        int[] number = {0};
        text.stripTrailing().lines().forEach(line -> lines.add(call.name().endsWith("+")
                ? String.format("%-7d %s", ++number[0], line) : line));
        call.session().pager().print(String.join("\n", lines) + "\n");
        return true;
    }
}
