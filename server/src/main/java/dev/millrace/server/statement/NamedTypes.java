package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.SinkObject;
import dev.millrace.server.catalog.TypeUsers;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/** Types as statements name them, and what follows a change of one. */
final class NamedTypes {

    private NamedTypes() {}

    /** @throws SqlException 42704 when there is none of that name, 42809 when it is no enum */
    static NamedType find(Statement.QualifiedName name, Execution run) {
        CatalogObject found = run.catalog().find(name.parts()).orElse(null);
        if (found instanceof NamedType type) {
            return type;
        }
        throw found instanceof CatalogObject.Relation
                ? new SqlException(SqlState.WRONG_OBJECT_TYPE, name + " is not an enum")
                : missing(name);
    }

    static SqlException missing(Statement.QualifiedName name) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
    }

    /** Gives a type another form, and tells everything that has columns of it. */
    static void replace(NamedType changed, Execution run) throws InterruptedException {
        RowUsers.refuseEnum(changed, run);
        CatalogSnapshot before = run.catalog().snapshot();
        Redefinition.of(changed, run);
        for (CatalogObject user : TypeUsers.of(changed, before)) {
            CatalogObject now = switch (user) {
                case CatalogObject.Table table -> table.withColumns(refreshed(table.columns(), changed));
                case CatalogObject.Stream stream -> stream.withColumns(refreshed(stream.columns(), changed));
                case CatalogObject.View view -> view.withSchema(changed.refreshed(view.schema()));
                case CatalogObject.MaterializedView view -> view.withSchema(changed.refreshed(view.schema()));
                case SinkObject sink -> sink.withSchema(changed.refreshed(sink.schema()));
                case CatalogObject other -> other;
            };
            Redefinition.of(now, run);
        }
        for (CatalogObject user : TypeUsers.of(changed, run.catalog().snapshot())) {
            if (user instanceof CatalogObject.Table table) {
                checkTexts(table, run);
            }
        }
        for (CatalogObject dependant : run.catalog().snapshot().dependants(changed)) {
            if (dependant instanceof CatalogObject.View view) {
                plan("SELECT * FROM " + place(view), "the query of view " + view.name(), run);
            }
        }
    }

    private static List<CatalogObject.Column> refreshed(List<CatalogObject.Column> columns, NamedType type) {
        return columns.stream().map(column -> column.withType(column.type().with(type.definition()))).toList();
    }

    /** Conditions and defaults are kept as text: they must go on meaning something. */
    private static void checkTexts(CatalogObject.Table table, Execution run) {
        List<String> texts = new ArrayList<>();
        for (CatalogObject.Column column : table.columns()) {
            if (!column.isDropped()) {
                if (column.defaultSql() != null) {
                    texts.add("CAST(" + column.defaultSql() + " AS " + column.type() + ")");
                }
                if (column.generatedSql() != null) {
                    texts.add(column.generatedSql());
                }
            }
        }
        table.checks().forEach(check -> texts.add(check.sql()));
        if (!texts.isEmpty()) {
            plan("SELECT (" + String.join("), (", texts) + ") FROM " + place(table),
                    "a default or condition of table " + table.name(), run);
        }
    }

    private static String place(CatalogObject object) {
        return CreateText.quoted(object.schemaName()) + "." + CreateText.quoted(object.name());
    }

    private static void plan(String sql, String what, Execution run) {
        try {
            run.database().planning().plan(
                    StatementText.asWritten(sql), List.of(), run.session(), run.cancellation());
        } catch (SqlException e) {
            throw SqlException.unsupported("changing what " + what + " names")
                    .withDetail(e.getMessage())
                    .withHint("Drop it first, and create it again afterwards.");
        }
    }
}
