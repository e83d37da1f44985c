package dev.millrace.cli.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;

/** The {@code \d} family, from the catalogs that every PostgreSQL has. */
final class Describe {
    private final Session session;

    Describe(Session session) {
        this.session = session;
    }

    /** Lists relations of these kinds (letters of pg_class.relkind) whose name fits the pattern (null: all). */
    boolean relations(String kinds, String pattern) throws SQLException {
        String wanted = kinds.chars().mapToObj(k -> "'" + (char) k + "'").collect(Collectors.joining(", "));
        Grid found = ask("""
                SELECT n.nspname, c.relname, c.relkind, r.rolname
                FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
                WHERE c.relkind IN (%s) AND n.nspname NOT LIKE 'pg\\_%%'
                  AND n.nspname NOT IN ('information_schema', 'millrace')
                ORDER BY n.nspname, c.relname""".formatted(wanted));
        Set<String> streams = streams();
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : found.rows()) {
            if (pattern == null || fits(row.get(1), pattern)) {
                String kind = streams.contains(row.get(0) + "." + row.get(1)) ? "stream" : kindName(row.get(2));
                rows.add(Arrays.asList(row.get(0), row.get(1), kind, row.get(3)));
            }
        }
        if (rows.isEmpty()) {
            session.output().complain(pattern == null ? "Did not find any relations."
                    : "Did not find any relation named \"" + pattern + "\".");
            return pattern == null;
        }
        print(new Grid(columns("Schema", "Name", "Type", "Owner"), rows), "List of relations", null);
        return true;
    }

    /** The columns, keys and (with details) the query of one relation. */
    boolean relation(String name, boolean hasDetails) throws SQLException {
        String[] parts = unquoted(name).split("\\.", 2);
        String relation = parts[parts.length - 1];
        if (relation.contains("*") || relation.contains("?")) {
            return relations("rvmSfp", relation);
        }
        Grid found = ask("""
                SELECT c.oid, n.nspname, c.relname, c.relkind
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = ? ORDER BY n.nspname""", relation);
        List<List<String>> matches = found.rows().stream()
                .filter(row -> parts.length == 1 || row.get(1).equals(parts[0])).toList();
        if (matches.isEmpty()) {
            session.output().complain("Did not find any relation named \"" + name + "\".");
            return false;
        }
        for (List<String> row : matches) {
            describe(row, hasDetails);
        }
        return true;
    }

    private void describe(List<String> relation, boolean hasDetails) throws SQLException {
        long oid = Long.parseLong(relation.get(0));
        Grid found = ask("""
                SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
                  pg_catalog.pg_get_expr(d.adbin, d.adrelid)
                FROM pg_catalog.pg_attribute a
                LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = %d AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum""".formatted(oid));
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : found.rows()) {
            String notNull = "t".equals(row.get(2)) ? "not null" : "";
            rows.add(List.of(row.get(0), row.get(1), notNull, row.get(3) == null ? "" : row.get(3)));
        }
        String name = relation.get(1) + "." + relation.get(2);
        String kind = streams().contains(name) ? "stream" : kindName(relation.get(3));
        String title = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " \"" + name + "\"";
        List<String> footers = new ArrayList<>(indexes(oid));
        if (hasDetails && (kind.equals("view") || kind.equals("materialized view"))) {
            footers.add("View definition:");
            Grid definition = ask("SELECT pg_catalog.pg_get_viewdef(" + oid + "::oid, true)");
            definition.rows().forEach(row -> footers.add(String.valueOf(row.getFirst())));
        }
        print(new Grid(columns("Column", "Type", "Nullable", "Default"), rows), title, footers);
    }

    /** The streams among the tables, which to PostgreSQL's catalog are tables too. On a PostgreSQL there are none. */
    private Set<String> streams() throws SQLException {
        if (ask("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'millrace'").rows().isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        ask("SELECT schema, name FROM millrace.streams").rows()
                .forEach(row -> names.add(row.get(0) + "." + row.get(1)));
        return names;
    }

    private List<String> indexes(long oid) throws SQLException {
        Grid found = ask("""
                SELECT c.relname, i.indisprimary, i.indisunique, pg_catalog.pg_get_indexdef(i.indexrelid)
                FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                WHERE i.indrelid = %d ORDER BY c.relname""".formatted(oid));
        List<String> lines = new ArrayList<>();
        for (List<String> row : found.rows()) {
            lines.add(lines.isEmpty() ? "Indexes:" : null);
            String definition = row.get(3) == null ? "" : row.get(3).replaceFirst("(?s).* USING ", "");
            String key = "t".equals(row.get(1)) ? "PRIMARY KEY, " : "t".equals(row.get(2)) ? "UNIQUE, " : "";
            lines.add("    \"" + row.get(0) + "\" " + key + definition);
        }
        lines.removeIf(Objects::isNull);
        return lines;
    }

    /** What only Millrace has is listed by its own SHOW. */
    boolean shown(String what, String pattern) throws SQLException {
        Grid found = ask("SHOW " + what);
        List<List<String>> rows = found.rows().stream()
                .filter(row -> pattern == null || row.stream().anyMatch(v -> v != null && fits(v, pattern))).toList();
        Grid grid = new Grid(found.columns(), rows);
        print(grid, null, List.of(grid.footer()));
        return true;
    }

    boolean schemas() throws SQLException {
        Grid found = ask("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"
                + " AND nspname NOT IN ('information_schema', 'millrace') ORDER BY nspname");
        print(new Grid(columns("Name"), found.rows()), "List of schemas", null);
        return true;
    }

    boolean databases() throws SQLException {
        Grid found = ask("SELECT datname FROM pg_catalog.pg_database ORDER BY datname");
        print(new Grid(columns("Name"), found.rows()), "List of databases", null);
        return true;
    }

    private void print(Grid grid, String title, List<String> footers) {
        List<String> foot = footers == null ? List.of(grid.footer()) : footers;
        TableStyle style = session.style().with(TableStyle.Expanded.OFF);
        session.output().print(TableWriter.text(grid, style, title, foot, session.output().columns().getAsInt()));
    }

    private Grid ask(String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Answers.read(result);
        }
    }

    private Grid ask(String sql, String argument) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setString(1, argument);
            try (ResultSet result = statement.executeQuery()) {
                return Answers.read(result);
            }
        }
    }

    private static List<Grid.Column> columns(String... names) {
        return Arrays.stream(names).map(name -> new Grid.Column(name, false)).toList();
    }

    private static String kindName(String kind) {
        return switch (kind) {
            case "r", "p" -> "table";
            case "f" -> "stream";
            case "v" -> "view";
            case "m" -> "materialized view";
            case "i" -> "index";
            case "S" -> "sequence";
            default -> "relation";
        };
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.replace("\"", "") : name.toLowerCase(Locale.ROOT);
    }

    /** psql's patterns: {@code *} and {@code ?}. */
    private static boolean fits(String name, String pattern) {
        String own = pattern.replaceFirst("^.*\\.", "").replaceFirst(";$", "");
        return name.matches(Pattern.quote(own).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }
}
