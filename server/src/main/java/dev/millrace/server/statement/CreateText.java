package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.planner.LateKey;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.SinkObject;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.session.TemporaryObjects;

/** The statement that would create an object again. Secrets in options are not shown. */
final class CreateText {

    private static final Set<String> SECRET_WORDS = Set.of("password", "secret", "jaas", "token", "private");

    private final CatalogSnapshot catalog;

    CreateText(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    String of(CatalogObject object) {
        String schema =
                TemporaryObjects.isTemporary(object) ? TemporarySchema.ALIAS : quoted(object.schemaName());
        String name = schema + "." + quoted(object.name());
        return switch (object) {
            case CatalogObject.Namespace namespace -> "CREATE SCHEMA " + quoted(namespace.name());
            case CatalogObject.Table table ->
                "CREATE TABLE " + name + body(tableLines(table)) + onCommit(table)
                        + options(HistoryOption.shown(table.options()));
            case CatalogObject.Stream stream -> {
                Map<String, String> options = new TreeMap<>(stream.options());
                if (stream.connector() != null) {
                    options.put("connector", stream.connector());
                }
                yield "CREATE STREAM " + name + body(streamLines(stream)) + options(options);
            }
            case CatalogObject.View view ->
                "CREATE VIEW " + name + options(view.options()) + " AS\n" + view.query();
            case CatalogObject.MaterializedView view ->
                "CREATE MATERIALIZED VIEW " + name + options(view.options()) + " AS\n" + view.query();
            case SinkObject sink -> {
                Map<String, String> options = new TreeMap<>(sink.options());
                options.put("connector", sink.connector());
                yield "CREATE SINK " + name + " AS\n" + sink.query() + options(options);
            }
            case CatalogObject.Index index -> index(index);
            case Comment comment ->
                throw new IllegalArgumentException("stands for itself: " + comment);
            case Tuning tuning -> throw new IllegalArgumentException("stands with its object: " + tuning);
            case ForeignKey key -> throw new IllegalArgumentException("stands with its table: " + key);
            case NamedType type -> "CREATE TYPE " + name + " AS ENUM " + type.definition().labels().stream()
                    .map(label -> "'" + label.text().replace("'", "''") + "'")
                    .collect(Collectors.joining(", ", "(", ")"));
            case CompositeType type -> "CREATE TYPE " + name + " AS " + type.attributes().stream()
                    .map(attribute -> quoted(attribute.name()) + " " + (type.domains().containsKey(attribute.name())
                            ? domain(type.domains().get(attribute.name()))
                            : attribute.type()))
                    .collect(Collectors.joining(", ", "(", ")"));
            case DomainObject domain -> "CREATE DOMAIN " + name + " AS "
                    + (domain.parent() == null ? domain.base().toString() : domain(domain.parent()))
                    + (domain.defaultSql() == null ? "" : " DEFAULT " + domain.defaultSql())
                    + (domain.isNotNull() ? " NOT NULL" : "")
                    + domain.checks().stream()
                            .map(check -> " CONSTRAINT " + quoted(check.name()) + " CHECK (" + check.sql() + ")")
                            .collect(Collectors.joining());
            case TriggerObject trigger -> throw new IllegalArgumentException("stands with its table: " + trigger);
            case AccessObject access -> throw new IllegalArgumentException("stands for itself: " + access.kindName());
            case RoutineObject routine -> routine.definition().definition(name);
            case CatalogObject.Sequence sequence -> "CREATE SEQUENCE " + name + " AS " + sequence.type()
                    + " INCREMENT BY " + sequence.increment() + " MINVALUE " + sequence.min() + " MAXVALUE "
                    + sequence.max() + " START WITH " + sequence.start() + " CACHE " + sequence.cache()
                    + (sequence.cycles() ? " CYCLE" : "");
        };
    }

    String index(CatalogObject.Index index) {
        CatalogObject.Relation relation = (CatalogObject.Relation) catalog.find(index.relation()).orElseThrow();
        Schema schema = relation.schema();
        return "CREATE " + (index.isUnique() ? "UNIQUE " : "") + "INDEX " + quoted(index.name()) + " ON "
                + quoted(relation.schemaName()) + "."
                + quoted(relation.name())
                + (index.detail() == null ? "" : " USING " + index.detail().method())
                + IntStream.range(0, index.keys().size())
                        .mapToObj(i -> key(index, i, schema) + direction(index.keys().get(i)))
                        .collect(Collectors.joining(", ", " (", ")"))
                + (index.detail() == null ? "" : index.detail().include().stream()
                        .map(column -> quoted(schema.field(column).name()))
                        .reduce((left, right) -> left + ", " + right)
                        .map(columns -> " INCLUDE (" + columns + ")")
                        .orElse(""))
                + (index.detail() == null || index.detail().areNullsEqual() == null ? "" : " NULLS NOT DISTINCT")
                + (index.detail() == null || index.detail().where() == null ? "" : " WHERE " + index.detail().where());
    }

    static String key(CatalogObject.Index index, int key, Schema schema) {
        return index.detail() != null && index.detail().keys() != null
                ? index.detail().keys().get(key)
                : quoted(schema.field(index.keys().get(key).column()).name());
    }

    private static String direction(SortKey key) {
        String nulls = key.nullsFirst() == key.descending() ? "" : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
        return (key.descending() ? " DESC" : "") + nulls;
    }

    private List<String> columnLines(List<CatalogObject.Column> columns) {
        List<String> lines = new ArrayList<>();
        for (CatalogObject.Column column : columns) {
            if (column.isDropped()) {
                continue;
            }
            lines.add(quoted(column.name()) + " "
                    + (column.domain() == null ? column.type().toString() : domain(column.domain()))
                    + origin(column)
                    + (column.nullable() ? "" : " NOT NULL"));
        }
        return lines;
    }

    private String domain(long id) {
        CatalogObject domain = catalog.find(id).orElseThrow();
        return quoted(domain.schemaName()) + "." + quoted(domain.name());
    }

    private String origin(CatalogObject.Column column) {
        if (column.identity() != null) {
            return " GENERATED " + column.identity().toUpperCase(Locale.ROOT) + " AS IDENTITY";
        }
        if (column.generatedSql() != null) {
            return " GENERATED ALWAYS AS (" + column.generatedSql() + ") STORED";
        }
        if (column.sequence() != null) {
            CatalogObject sequence = catalog.find(column.sequence()).orElseThrow();
            String name = quoted(sequence.schemaName()) + "." + quoted(sequence.name());
            return " DEFAULT nextval('" + name.replace("'", "''") + "')";
        }
        return column.defaultSql() == null ? "" : " DEFAULT " + column.defaultSql();
    }

    private List<String> tableLines(CatalogObject.Table table) {
        List<String> lines = columnLines(table.columns());
        if (table.primaryKey() != null) {
            lines.add(table.primaryKey().columns().stream()
                    .map(column -> quoted(table.columns().get(column).name()))
                    .collect(Collectors.joining(
                            ", ", "CONSTRAINT " + quoted(table.primaryKey().name()) + " PRIMARY KEY (", ")")));
        }
        catalog.uniqueIndexes(table.id()).stream().filter(CatalogObject.Index::isConstraint).forEach(index ->
                lines.add(index.columns().stream()
                        .map(column -> quoted(table.columns().get(column).name()))
                        .collect(Collectors.joining(
                                ", ", "CONSTRAINT " + quoted(index.name()) + " UNIQUE" + nulls(index) + " (",
                                ")" + include(index, table)))));
        catalog.lateKeys(table.id()).forEach(index -> lines.add(late(index, table)));
        table.checks().forEach(check ->
                lines.add("CONSTRAINT " + quoted(check.name()) + " CHECK (" + check.sql() + ")"));
        catalog.foreignKeys(table.id()).forEach(key -> {
            CatalogObject referenced = catalog.find(key.referenced()).orElseThrow();
            String place = quoted(referenced.schemaName()) + "." + quoted(referenced.name());
            lines.add("CONSTRAINT " + quoted(key.name()) + " "
                    + key.definition(catalog, place, CreateText::quoted));
        });
        return lines;
    }

    private static String late(CatalogObject.Index index, CatalogObject.Table table) {
        LateKey late = index.detail().late();
        String what = late.isExclusion()
                ? " EXCLUDE USING " + index.detail().method()
                : late.isPrimary() ? " PRIMARY KEY" : " UNIQUE";
        return "CONSTRAINT " + quoted(index.name()) + what
                + IntStream.range(0, index.keys().size())
                        .mapToObj(i -> quoted(table.columns().get(index.columns().get(i)).name())
                                + (late.isExclusion() ? " WITH " + late.operators().get(i) : ""))
                        .collect(Collectors.joining(", ", " (", ")"))
                + include(index, table)
                + (index.detail().where() == null ? "" : " WHERE (" + index.detail().where() + ")")
                + (late.isDeferred() ? " DEFERRABLE INITIALLY DEFERRED" : late.isDeferrable() ? " DEFERRABLE" : "");
    }

    private static String nulls(CatalogObject.Index index) {
        return index.detail() != null && index.detail().areNullsEqual() != null ? " NULLS NOT DISTINCT" : "";
    }

    private static String include(CatalogObject.Index index, CatalogObject.Table table) {
        return index.detail() == null || index.detail().include().isEmpty()
                ? ""
                : index.detail().include().stream()
                        .map(column -> quoted(table.columns().get(column).name()))
                        .collect(Collectors.joining(", ", " INCLUDE (", ")"));
    }

    private List<String> streamLines(CatalogObject.Stream stream) {
        List<String> lines = columnLines(stream.columns());
        stream.watermarks().forEach(mark -> lines.add("WATERMARK FOR "
                + quoted(stream.columns().get(mark.column()).name()) + " AS " + mark.delaySql()));
        return lines;
    }

    private static String body(List<String> lines) {
        return lines.stream().collect(Collectors.joining(",\n    ", " (\n    ", "\n)"));
    }

    private static String onCommit(CatalogObject.Table table) {
        String what = table.options().get(TemporaryObjects.ON_COMMIT);
        return what == null ? "" : " ON COMMIT " + what.toUpperCase(Locale.ROOT);
    }

    private static String options(Map<String, String> options) {
        if (options.isEmpty()) {
            return "";
        }
        return new TreeMap<>(options).entrySet().stream()
                .map(option -> "'" + option.getKey() + "' = '" + shown(option).replace("'", "''") + "'")
                .collect(Collectors.joining(", ", " WITH (", ")"));
    }

    private static String shown(Map.Entry<String, String> option) {
        String name = option.getKey().toLowerCase(Locale.ROOT);
        return SECRET_WORDS.stream().anyMatch(name::contains) ? "********" : option.getValue();
    }

    /** A name as SQL needs it; plain ones stay plain. */
    static String quoted(String name) {
        return Identifier.quoted(name);
    }
}
