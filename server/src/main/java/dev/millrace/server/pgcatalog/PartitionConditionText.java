package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Partitioning;
import dev.millrace.server.catalog.Partitioning.Datum;

/**
 * What rows of a partition fulfil, as PostgreSQL writes it:
 * {@code ((d IS NOT NULL) AND (d >= '2020-01-01'::date))}.
 */
final class PartitionConditionText {

    private final PartitionTree tree;

    PartitionConditionText(PartitionTree tree) {
        this.tree = tree;
    }

    /** Null for a partition that takes all rows: one for the rest of none. */
    String of(CatalogObject.Table partition) {
        List<String> terms = terms(partition);
        return terms.isEmpty() ? null : and(terms);
    }

    private List<String> terms(CatalogObject.Table partition) {
        CatalogObject.Table parent = tree.parent(partition);
        List<String> terms = new ArrayList<>(parent.isPartition() ? terms(parent) : List.of());
        Partitioning.Bound bound = partition.partitioning().place().bound();
        Level level = new Level(parent);
        terms.addAll(bound.isDefault() ? level.rest() : level.own(bound));
        return terms;
    }

    private static String and(List<String> terms) {
        return terms.size() == 1 ? terms.getFirst() : "(" + String.join(" AND ", terms) + ")";
    }

    private static String or(List<String> terms) {
        return terms.size() == 1 ? terms.getFirst() : "(" + String.join(" OR ", terms) + ")";
    }

    /** The partitions of one table. */
    private final class Level {
        private final CatalogObject.Table table;
        private final PartitionDefinition.Key key;
        private final List<String> parts;

        private Level(CatalogObject.Table table) {
            this.table = table;
            this.key = table.partitioning().key();
            this.parts = key.parts().stream()
                    .map(part -> part.column() < 0
                            ? part.sql()
                            : Identifier.quoted(table.columns().get(part.column()).name()))
                    .toList();
        }

        private SqlType type(int part) {
            return key.parts().get(part).type();
        }

        private List<String> own(Partitioning.Bound bound) {
            return switch (bound.strategy()) {
                case LIST -> list(bound.from());
                case RANGE -> {
                    List<String> terms = notNull();
                    terms.addAll(range(bound));
                    yield terms;
                }
                case HASH -> List.of("satisfies_hash_partition('" + table.id() + "'::oid, " + bound.modulus() + ", "
                        + bound.remainder() + ", " + String.join(", ", parts) + ")");
            };
        }

        /** Of the partition that takes what the others do not. */
        private List<String> rest() {
            List<Partitioning.Bound> others = tree.children(table).stream()
                    .map(child -> child.partitioning().place().bound())
                    .filter(bound -> !bound.isDefault())
                    .toList();
            if (others.isEmpty()) {
                return List.of();
            }
            if (key.strategy() == PartitionDefinition.Strategy.LIST) {
                List<Datum> values = others.stream()
                        .flatMap(bound -> bound.from().stream())
                        .sorted((a, b) -> a.isNull() || b.isNull() ? 0 : a.key().compareTo(b.key()))
                        .toList();
                return List.of("(NOT " + and(list(values)) + ")");
            }
            List<String> terms = notNull();
            terms.add(or(others.stream()
                    .sorted((a, b) -> compare(a.from(), b.from()))
                    .map(bound -> and(range(bound)))
                    .toList()));
            return List.of("(NOT " + and(terms) + ")");
        }

        private List<String> notNull() {
            return parts.stream().map(part -> "(" + part + " IS NOT NULL)").collect(Collectors.toList());
        }

        private List<String> list(List<Datum> data) {
            List<String> values = data.stream()
                    .filter(datum -> !datum.isNull())
                    .map(datum -> literal(datum, type(0)))
                    .toList();
            boolean takesNull = data.stream().anyMatch(Datum::isNull);
            String part = parts.getFirst();
            if (values.isEmpty()) {
                return List.of("(" + part + " IS NULL)");
            }
            String one = "(" + compared(0) + " = "
                    + (values.size() == 1 ? values.getFirst() : "ANY (ARRAY[" + String.join(", ", values) + "])")
                    + ")";
            return takesNull
                    ? List.of("((" + part + " IS NULL) OR " + one + ")")
                    : List.of("(" + part + " IS NOT NULL)", one);
        }

        private List<String> range(Partitioning.Bound bound) {
            List<String> terms = new ArrayList<>();
            int same = 0;
            while (same < parts.size() - 1 && bound.from().get(same).end() == 0 && bound.to().get(same).end() == 0
                    && bound.from().get(same).key().equals(bound.to().get(same).key())) {
                terms.add(term(same, "=", bound.from().get(same)));
                same++;
            }
            List<String> lower = arms(bound.from(), same, true);
            List<String> upper = arms(bound.to(), same, false);
            if (!lower.isEmpty()) {
                terms.add(or(lower));
            }
            if (!upper.isEmpty()) {
                terms.add(or(upper));
            }
            return terms;
        }

        /** The ways to lie at or behind a lower bound, or before an upper one: by the first part, by the next, ... */
        private List<String> arms(List<Datum> bound, int from, boolean isLower) {
            List<String> arms = new ArrayList<>();
            List<String> before = new ArrayList<>();
            int open = isLower ? -1 : 1;
            for (int i = from; i < bound.size() && bound.get(i).end() == 0; i++) {
                boolean isLast = i == bound.size() - 1;
                boolean takesEqual = isLast ? isLower : bound.get(i + 1).end() == open;
                List<String> arm = new ArrayList<>(before);
                arm.add(term(i, (isLower ? ">" : "<") + (takesEqual ? "=" : ""), bound.get(i)));
                arms.add(and(arm));
                before.add(term(i, "=", bound.get(i)));
            }
            return arms;
        }

        private String term(int part, String operator, Datum datum) {
            return "(" + compared(part) + " " + operator + " " + literal(datum, type(part)) + ")";
        }

        /** A part as operators take it: there are none for character varying. */
        private String compared(int part) {
            return type(part).kind() == SqlType.Kind.VARCHAR ? "(" + parts.get(part) + ")::text" : parts.get(part);
        }
    }

    private static int compare(List<Datum> left, List<Datum> right) {
        for (int i = 0; i < left.size(); i++) {
            int ends = Integer.compare(left.get(i).end(), right.get(i).end());
            int order = ends != 0 || left.get(i).end() != 0 ? ends : left.get(i).key().compareTo(right.get(i).key());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Numbers and truth values stand for themselves, unless something would be lost by it. */
    private static String literal(Datum datum, SqlType type) {
        String sql = datum.sql();
        String text = sql.startsWith("'") ? sql.substring(1, sql.length() - 1) : sql;
        boolean isBare = switch (type.kind()) {
            case INTEGER -> !text.startsWith("-");
            case NUMERIC -> text.matches("\\d+\\.\\d+");
            case BOOLEAN -> true;
            default -> false;
        };
        return isBare ? text : "'" + text + "'::" + type;
    }
}
