package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.LateKey;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.TriggerObject;

/** Writes down how indexes, views and constraints were defined, as {@code pg_get_indexdef} and its kin answer. */
final class DefinitionAnswers {

    private final CatalogSnapshot catalog;
    private final LongFunction<String> spelling;
    private final ExpressionTexts expressions;

    /** @param spelling what a relation is called where the session stands */
    DefinitionAnswers(CatalogSnapshot catalog, LongFunction<String> spelling, ExpressionTexts expressions) {
        this.catalog = catalog;
        this.expressions = expressions;
        this.spelling = spelling;
    }

    /** What is behind a number in {@code pg_index}. */
    private record Indexed(
            CatalogObject.Relation relation, String name, boolean isUnique, List<SortKey> keys, IndexDetail detail) {}

    /** Null when there is no such index. */
    private Indexed indexed(long index) {
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof CatalogObject.Index own && own.id() == index) {
                CatalogObject.Relation relation =
                        (CatalogObject.Relation) catalog.find(own.relation()).orElseThrow();
                boolean isUnique = own.isUnique() || own.isLate() && !own.detail().late().isExclusion();
                return new Indexed(relation, own.name(), isUnique, own.keys(), own.detail());
            }
            for (CatalogObject.Key key : Source.keys(object, catalog)) {
                if (key.id() == index) {
                    List<SortKey> keys = key.columns().stream().map(SortKey::ascending).toList();
                    return new Indexed((CatalogObject.Relation) object, key.name(), true, keys, null);
                }
            }
        }
        return null;
    }

    /** Of an index or a key; null when there is none. @param column one of its columns, from 1; 0 for the whole */
    String index(long index, int column, boolean isPretty) {
        Indexed found = indexed(index);
        return found == null ? null : index(found, column, isPretty);
    }

    /** As {@code pg_index.indoption} says it, 0 for the whole; null when there is none. */
    Integer indexOrder(long index, int column) {
        Indexed found = indexed(index);
        if (found == null || column > found.keys().size()) {
            return null;
        }
        return column == 0 || column > found.keys().size() ? 0 : PgIndex.option(found.keys().get(column - 1));
    }

    private String index(Indexed index, int column, boolean isPretty) {
        CatalogObject.Relation relation = index.relation();
        Schema schema = relation.schema();
        List<SortKey> keys = index.keys();
        IndexDetail detail = index.detail();
        List<String> texts = detail != null && detail.keys() != null
                ? IntStream.range(0, keys.size())
                        .mapToObj(i -> keys.get(i).column() < 0
                                ? expressions.key(detail.keys().get(i), relation.id(), isPretty)
                                : WrittenName.quoted(schema.field(keys.get(i).column()).name()))
                        .toList()
                : keys.stream().map(key -> WrittenName.quoted(schema.field(key.column()).name())).toList();
        if (column > 0) {
            List<Integer> included = detail == null ? List.of() : detail.include();
            int behind = column - keys.size() - 1;
            return behind < 0
                    ? texts.get(column - 1)
                    : behind < included.size() ? WrittenName.quoted(schema.field(included.get(behind)).name()) : "";
        }
        return "CREATE " + (index.isUnique() ? "UNIQUE " : "") + "INDEX " + WrittenName.quoted(index.name()) + " ON "
                + (relation instanceof CatalogObject.Table table && PartitionTree.isPartitioned(table) ? "ONLY " : "")
                + (isPretty ? spelling.apply(relation.id())
                        : WrittenName.quoted(relation.schemaName()) + "." + WrittenName.quoted(relation.name()))
                + " USING " + (detail == null ? "btree" : detail.method()) + " "
                + IntStream.range(0, keys.size())
                        .mapToObj(i -> texts.get(i) + direction(keys.get(i)))
                        .collect(Collectors.joining(", ", "(", ")"))
                + (detail == null ? "" : rest(detail, relation, isPretty));
    }

    private String rest(IndexDetail detail, CatalogObject.Relation relation, boolean isPretty) {
        Schema schema = relation.schema();
        String condition = expressions.of(detail.where(), relation.id(), SqlType.BOOLEAN, isPretty);
        String include = detail.include().stream()
                .map(column -> WrittenName.quoted(schema.field(column).name()))
                .collect(Collectors.joining(", "));
        return (include.isEmpty() ? "" : " INCLUDE (" + include + ")")
                + (detail.areNullsEqual() == null ? "" : " NULLS NOT DISTINCT")
                + (detail.where() == null ? ""
                        : condition == null ? " WHERE (" + detail.where() + ")" : " WHERE " + condition);
    }

    private static String direction(SortKey key) {
        String nulls = key.nullsFirst() == key.descending() ? "" : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
        return (key.descending() ? " DESC" : "") + nulls;
    }

    /** Null when there is no such constraint. */
    String constraint(long constraint, boolean isPretty) {
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof DomainObject domain) {
                for (CatalogObject.Check check : domain.checks()) {
                    if (check.id() == constraint) {
                        return check(check, expressions.of(
                                check.sql(), ExpressionPlace.ofDomain(domain.base()), SqlType.BOOLEAN, isPretty),
                                isPretty);
                    }
                }
            }
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, catalog)) {
                if (key.id() == constraint) {
                    return key(key, table, isPretty);
                }
            }
            for (ForeignKey key : catalog.foreignKeys(table.id())) {
                if (key.id() == constraint) {
                    return key.definition(
                            catalog, spelling.apply(key.referenced()),
                            WrittenName::quoted);
                }
            }
            for (TriggerObject trigger : catalog.triggers(table.id())) {
                if (trigger.id() == constraint && trigger.constraint() != null) {
                    return "TRIGGER"
                            + (trigger.constraint().isDeferrable() ? " DEFERRABLE" : "")
                            + (trigger.constraint().isDeferred() ? " INITIALLY DEFERRED" : "");
                }
            }
            for (CatalogObject.Check check : table.checks()) {
                if (check.id() == constraint) {
                    return check(check, expressions.of(check.sql(), table.id(), SqlType.BOOLEAN, isPretty), isPretty);
                }
            }
        }
        return null;
    }

    /** Null when there is no such trigger. */
    String trigger(long number, boolean isPretty) {
        if (!(catalog.find(number).orElse(null) instanceof TriggerObject trigger)) {
            return null;
        }
        CatalogObject.Relation table = (CatalogObject.Relation) catalog.find(trigger.table()).orElseThrow();
        RoutineObject function = (RoutineObject) catalog.find(trigger.function()).orElseThrow();
        boolean isPublic = function.schemaName().equals(CatalogSnapshot.PUBLIC);
        String place = isPretty
                ? spelling.apply(table.id())
                : WrittenName.quoted(table.schemaName()) + "." + WrittenName.quoted(table.name());
        String when = expressions.condition(trigger.when(), table.id(), isPretty);
        return trigger.definition(
                table, place, from(trigger), when == null ? trigger.when() : when,
                (isPublic ? "" : WrittenName.quoted(function.schemaName()) + ".")
                        + WrittenName.quoted(function.name()),
                WrittenName::quoted);
    }

    private String from(TriggerObject trigger) {
        return trigger.constraint() == null || trigger.constraint().from() == null
                ? null
                : spelling.apply(trigger.constraint().from());
    }

    private String key(CatalogObject.Key key, CatalogObject.Table table, boolean isPretty) {
        LateKey late = Source.late(key, catalog);
        String waits = late == null || !late.isDeferrable()
                ? ""
                : late.isDeferred() ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
        boolean isPrimary = Source.kind(key, table, catalog) == 'p';
        IndexDetail detail = catalog.find(key.id()).orElse(null) instanceof CatalogObject.Index index
                ? index.detail()
                : null;
        if (late != null && late.isExclusion()) {
            return exclusion((CatalogObject.Index) catalog.find(key.id()).orElseThrow(), table, isPretty) + waits;
        }
        return (isPrimary ? "PRIMARY KEY" : "UNIQUE")
                + (detail != null && detail.areNullsEqual() != null ? " NULLS NOT DISTINCT " : " ")
                + names(key.columns(), table)
                + (detail == null || detail.include().isEmpty() ? "" : " INCLUDE " + names(detail.include(), table))
                + waits;
    }

    private String exclusion(CatalogObject.Index index, CatalogObject.Table table, boolean isPretty) {
        IndexDetail detail = index.detail();
        String keys = IntStream.range(0, index.keys().size())
                .mapToObj(i -> WrittenName.quoted(table.columns().get(index.columns().get(i)).name()) + " WITH "
                        + detail.late().operators().get(i))
                .collect(Collectors.joining(", ", "(", ")"));
        String condition = expressions.of(detail.where(), table.id(), SqlType.BOOLEAN, isPretty);
        String where = condition == null ? detail.where() : condition;
        return "EXCLUDE USING " + detail.method() + " " + keys + (where == null ? "" : " WHERE (" + where + ")");
    }

    private static String names(List<Integer> columns, CatalogObject.Table table) {
        return columns.stream()
                .map(column -> WrittenName.quoted(table.columns().get(column).name()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String check(CatalogObject.Check check, String text, boolean isPretty) {
        String written = text != null ? text : isPretty ? check.sql() : "(" + check.sql() + ")";
        return "CHECK (" + written + ")"
                + (Boolean.TRUE.equals(check.isNotValid()) ? " NOT VALID" : "");
    }
}
