package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ForeignKeyDefinition;
import dev.millrace.planner.ReferentialAction;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/** Creates the foreign keys of one table. Writers of either table who do not know of it yet meet it in a conflict. */
final class ForeignKeyCreation {

    private final CatalogObject.Table table;
    private final Execution run;

    ForeignKeyCreation(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    /** @param isNew whether the table has no rows yet; {@code isNotValid}: those that are there are not asked */
    void create(ForeignKeyDefinition definition, boolean isNew, boolean isNotValid) throws InterruptedException {
        CatalogObject.Table referenced = referenced(definition);
        List<Integer> columns = referencedColumns(definition, referenced);
        if (columns.size() != definition.columns().size()) {
            throw new SqlException(
                    SqlState.INVALID_FOREIGN_KEY,
                    "number of referencing and referenced columns for foreign key disagree");
        }
        checkMayRefer(referenced, columns);
        long unique = uniqueKey(referenced, columns, definition);
        String name = name(definition);
        for (int i = 0; i < columns.size(); i++) {
            checkTypes(name, definition, i, referenced, columns.get(i));
        }
        checkActions(definition);
        ForeignKey key = new ForeignKey(
                run.database().engine().nextObjectId(), name, table.id(), definition.columns(), referenced.id(),
                columns, unique, definition.isFull(), definition.onUpdate(), definition.onDelete(),
                definition.isDeferrable(), definition.isDeferred(), isNotValid ? true : null,
                definition.set().isEmpty() ? null : definition.set());
        if (!isNew) {
            Redefinition.of(table, run);
        }
        if (referenced.id() != table.id()) {
            Redefinition.of(referenced, run);
        }
        run.session().transaction().create(key, new ObjectDefinition.Described(), run.cancellation());
        if (!isNew && !isNotValid) {
            checkRows(key, referenced);
        }
    }

    private void checkMayRefer(CatalogObject.Table referenced, List<Integer> columns) {
        Authority authority = run.session().authority();
        for (int column : columns) {
            if (!authority.hasOfColumn(Privilege.REFERENCES, referenced.id(), column)) {
                throw Authority.denied("table", referenced.name());
            }
        }
    }

    private CatalogObject.Table referenced(ForeignKeyDefinition definition) {
        CatalogObject found = run.catalog().find(definition.referenced().parts()).orElseThrow(() ->
                new SqlException(
                        SqlState.UNDEFINED_TABLE, "relation \"" + definition.referenced() + "\" does not exist"));
        if (!(found instanceof CatalogObject.Table referenced)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "referenced relation \"" + found.name() + "\" is not a table");
        }
        boolean isTemporary = TemporarySchema.isTemporary(table.schemaName());
        if (isTemporary != TemporarySchema.isTemporary(referenced.schemaName())) {
            String kind = isTemporary ? "temporary" : "permanent";
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "constraints on " + kind + " tables may reference only " + kind + " tables");
        }
        if (referenced.isPartition()) {
            throw SqlException.unsupported("a foreign key that refers to one partition")
                    .withHint("Let it refer to the partitioned table.");
        }
        return referenced;
    }

    private static List<Integer> referencedColumns(ForeignKeyDefinition definition, CatalogObject.Table referenced) {
        if (definition.referencedColumns().isEmpty()) {
            if (referenced.primaryKey() == null) {
                throw new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "there is no primary key for referenced table \"" + referenced.name() + "\"");
            }
            return referenced.keyColumns();
        }
        List<Integer> columns = new ArrayList<>();
        for (String column : definition.referencedColumns()) {
            int position = referenced.schema().indexOf(column);
            if (position < 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column + "\" referenced in foreign key constraint does not exist");
            }
            columns.add(position);
        }
        return columns;
    }

    /** What keeps these columns unique, in whatever order it has them. */
    private long uniqueKey(CatalogObject.Table referenced, List<Integer> columns, ForeignKeyDefinition definition) {
        if (isSame(referenced.keyColumns(), columns)) {
            return referenced.primaryKey().id();
        }
        boolean isLate = run.catalog().snapshot().lateKeys(referenced.id()).stream()
                .anyMatch(index -> !index.detail().late().isExclusion() && isSame(index.columns(), columns));
        if (isLate) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "cannot use a deferrable unique constraint for referenced table \"" + referenced.name() + "\"");
        }
        return run.catalog().snapshot().uniqueIndexes(referenced.id()).stream()
                .filter(index -> !CatalogSnapshot.isComputed(index) && isSame(index.columns(), columns))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_FOREIGN_KEY,
                        "there is no unique constraint matching given keys for referenced table \""
                                + definition.referenced().last() + "\""))
                .id();
    }

    private static boolean isSame(List<Integer> key, List<Integer> columns) {
        return key.size() == columns.size() && new HashSet<>(key).equals(new HashSet<>(columns));
    }

    // ---- name -------------------------------------------------------------------------------------------------------

    private String name(ForeignKeyDefinition definition) {
        if (definition.name() != null) {
            if (TableConstraints.isTaken(table, definition.name(), run)) {
                throw TableConstraints.alreadyExists(table, definition.name());
            }
            return NewName.checked(definition.name());
        }
        String suffix = definition.columns().stream()
                .map(column -> "_" + table.columns().get(column).name())
                .collect(Collectors.joining("", "", "_fkey"));
        NewName base = new NewName(table.schemaName(), table.name());
        String name = base.derived(suffix, run);
        for (int i = 1; isTakenInSchema(name); i++) {
            name = base.derived(suffix + i, run);
        }
        return name;
    }

    private boolean isTakenInSchema(String name) {
        return run.catalog().snapshot().inSchema(table.schemaName()).stream()
                .anyMatch(object -> object instanceof CatalogObject.Table other
                        && TableConstraints.isTaken(other, name, run));
    }

    // ---- types and actions ------------------------------------------------------------------------------------------

    private void checkTypes(
            String name, ForeignKeyDefinition definition, int i, CatalogObject.Table referenced, int position) {
        CatalogObject.Column from = table.columns().get(definition.columns().get(i));
        CatalogObject.Column to = referenced.columns().get(position);
        String types = from.type().withoutModifiers() + " and " + to.type().withoutModifiers();
        if (!isComparable(from.type(), to.type())) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "foreign key constraint \"" + name + "\" cannot be implemented")
                    .withDetail("Key columns \"" + from.name() + "\" and \"" + to.name()
                            + "\" are of incompatible types: " + types + ".");
        }
        if (!ForeignKeyRows.isSame(from.type(), to.type()) && !isWidened(from.type().kind(), to.type().kind())) {
            throw SqlException.unsupported("a foreign key between columns of types " + types);
        }
        boolean isNarrow = !from.type().equals(to.type()) && !from.type().equals(from.type().withoutModifiers());
        if (isNarrow && definition.onUpdate() == ReferentialAction.CASCADE) {
            throw SqlException.unsupported(
                    "ON UPDATE CASCADE from a column of type " + to.type() + " to one of type " + from.type());
        }
    }

    private static boolean isComparable(SqlType from, SqlType to) {
        return from.withoutModifiers().equals(to.withoutModifiers())
                || from.kind().isNumber() && to.kind().isNumber()
                || from.kind().isText() && to.kind().isText()
                || isTime(from.kind()) && isTime(to.kind());
    }

    private static boolean isTime(SqlType.Kind kind) {
        return kind == SqlType.Kind.DATE || kind == SqlType.Kind.TIMESTAMP || kind == SqlType.Kind.TIMESTAMPTZ;
    }

    /** Whether every value of the first is one of the second. */
    private static boolean isWidened(SqlType.Kind from, SqlType.Kind to) {
        return switch (to) {
            case NUMERIC -> from.isInteger();
            case BIGINT -> from == SqlType.Kind.INTEGER || from == SqlType.Kind.SMALLINT;
            case INTEGER -> from == SqlType.Kind.SMALLINT;
            default -> false;
        };
    }

    private void checkActions(ForeignKeyDefinition definition) {
        boolean isGenerated = definition.columns().stream()
                .anyMatch(column -> table.columns().get(column).generatedSql() != null);
        if (isGenerated && (definition.onUpdate().isSet() || definition.onUpdate() == ReferentialAction.CASCADE)) {
            throw invalidAction("UPDATE");
        }
        if (isGenerated && definition.onDelete().isSet()) {
            throw invalidAction("DELETE");
        }
    }

    private static SqlException invalidAction(String event) {
        return new SqlException(
                SqlState.SYNTAX_ERROR,
                "invalid ON " + event + " action for foreign key constraint containing generated column");
    }

    // ---- rows that are there ----------------------------------------------------------------------------------------

    void checkRows(ForeignKey key) {
        checkRows(key, (CatalogObject.Table) run.catalog().snapshot().find(key.referenced()).orElseThrow());
    }

    /** Reads both tables, so that the transaction fails when they change before the key is there. */
    private void checkRows(ForeignKey key, CatalogObject.Table referenced) {
        List<String> asked = key.columns().stream().map(column -> "c." + quoted(table, column)).toList();
        String list = String.join(", ", asked);
        String present = asked.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String equal = IntStream.range(0, asked.size())
                .mapToObj(i -> "p." + quoted(referenced, key.referencedColumns().get(i)) + " = " + asked.get(i))
                .collect(Collectors.joining(" AND "));
        String sql = "SELECT " + list + " FROM ONLY " + place(table) + " c WHERE " + present
                + " AND NOT EXISTS (SELECT 1 FROM ONLY " + place(referenced) + " p WHERE " + equal
                + ") ORDER BY " + list
                + " LIMIT 1";
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        DeltaBatch missing = Rows.all(run.query(query.plan()), query.plan().result());
        ForeignKeyEnforcement enforcement = new ForeignKeyEnforcement(run);
        if (!missing.isEmpty()) {
            throw enforcement.notPresent(
                    key, "Key (" + ForeignKeyEnforcement.names(table, key.columns()) + ")=("
                            + enforcement.values(table, key.columns(), missing, 0)
                            + ") is not present in table \"" + referenced.name() + "\".");
        }
        String row = key.columns().stream().map(column -> quoted(table, column)).collect(Collectors.joining(", "));
        String count = "num_nulls(" + row + ")";
        if (key.isFull() && AlterTableHandler.exists(
                table, count + " > 0 AND " + count + " < " + key.columns().size(), run)) {
            throw enforcement.notPresent(key, ForeignKeyEnforcement.MIXED);
        }
    }

    private static String quoted(CatalogObject.Table of, int column) {
        return CreateText.quoted(of.columns().get(column).name());
    }

    private static String place(CatalogObject.Table of) {
        return CreateText.quoted(of.schemaName()) + "." + CreateText.quoted(of.name());
    }
}
