package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.postgresql.core.TransactionState;

/** The names that completion offers, asked of the catalog when they are needed and kept for some seconds. */
final class CatalogNames {
    private static final long KEPT_NANOS = 3_000_000_000L;
    private static final long FUNCTIONS_KEPT_NANOS = 60_000_000_000L;

    /** A column and its type. */
    record Column(String name, String type) {
    }

    /** A relation with its kind in words. */
    record Relation(String schema, String name, String kind, boolean isVisible, List<Column> columns) {
    }

    /** A function: all its forms. */
    record Function(String name, String signature) {
    }

    private final Session session;
    private List<Relation> relations = List.of();
    private List<Function> functions = List.of();
    private long relationsAt;
    private long functionsAt;

    CatalogNames(Session session) {
        this.session = session;
    }

    /** The catalog is never asked inside the user's transaction. */
    private boolean mayAsk(long askedAt, long keptNanos) {
        return Transactions.state(session.connection()) == TransactionState.IDLE
                && (askedAt == 0 || System.nanoTime() - askedAt > keptNanos);
    }

    List<Relation> relations() {
        if (mayAsk(relationsAt, KEPT_NANOS)) {
            relationsAt = System.nanoTime();
            Map<String, Relation> found = new LinkedHashMap<>();
            for (List<String> row : ask("""
                    SELECT n.nspname, c.relname,
                      CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index'
                        WHEN 'S' THEN 'sequence' ELSE 'table' END,
                      pg_catalog.pg_table_is_visible(c.oid), a.attname,
                      pg_catalog.format_type(a.atttypid, a.atttypmod)
                    FROM pg_catalog.pg_class c
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S', 'i') AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum""")) {
                found.computeIfAbsent(row.get(0) + "." + row.get(1), n -> new Relation(row.get(0), row.get(1),
                        row.get(2), "t".equals(row.get(3)), new ArrayList<>())).columns()
                        .add(new Column(row.get(4), row.get(5)));
            }
            relations = List.copyOf(found.values());
        }
        return relations;
    }

    List<Function> functions() {
        if (mayAsk(functionsAt, FUNCTIONS_KEPT_NANOS)) {
            functionsAt = System.nanoTime();
            Map<String, List<String>> found = new LinkedHashMap<>();
            for (List<String> row : ask("""
                    SELECT p.proname, pg_catalog.pg_get_function_arguments(p.oid),
                      pg_catalog.pg_get_function_result(p.oid)
                    FROM pg_catalog.pg_proc p
                    WHERE p.prokind IN ('f', 'a', 'w') AND pg_catalog.pg_function_is_visible(p.oid)
                    ORDER BY 1, 2""")) {
                found.computeIfAbsent(row.get(0), n -> new ArrayList<>()).add("(" + row.get(1) + ") → " + row.get(2));
            }
            functions = found.entrySet().stream().map(e -> new Function(e.getKey(), e.getValue().getFirst()
                    + (e.getValue().size() > 1 ? " and " + (e.getValue().size() - 1) + " more" : ""))).toList();
        }
        return functions;
    }

    /** One column of names. */
    List<String> names(String sql) {
        return mayAsk(0, 0) ? ask(sql).stream().map(List::getFirst).toList() : List.of();
    }

    /** The columns of a relation, by its name alone: the visible one first. */
    List<Column> columns(String name) {
        return relations().stream().filter(r -> r.name().equals(name))
                .sorted((a, b) -> Boolean.compare(b.isVisible(), a.isVisible())).findFirst()
                .map(Relation::columns).orElse(List.of());
    }

    /** Completion is a comfort: without a catalog there are the keywords. */
    private List<List<String>> ask(String sql) {
        try {
            return Exchange.ask(session.connection(), sql).rows();
        } catch (SQLException e) {
            return List.of();
        }
    }
}
