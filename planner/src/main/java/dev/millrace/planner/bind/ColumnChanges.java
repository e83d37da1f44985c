package dev.millrace.planner.bind;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerCatalog.ColumnOrigin;
import dev.millrace.planner.TableChange;
import dev.millrace.planner.bind.Conversions.Strength;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.ColumnDefinition;

/** ALTER COLUMN: another type, another way to be numbered. */
final class ColumnChanges {

    private final Binding binding;
    private final QueryBinder queries;
    private final Targets targets;

    ColumnChanges(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
        this.targets = new Targets(binding, queries);
    }

    TableChange type(AlterChange.ChangeType set, PlannerCatalog.Stored table) {
        int position = targets.column(table, set.column());
        Schema.Field field = table.schema().field(position);
        ColumnOrigin origin = table.origins().get(position);
        SqlType type = TypeNames.ofColumn(set.column().getSimple(), set.type(), binding).type();
        if (origin.isGenerated()) {
            throw SqlException.unsupported("changing the type of a generated column").at(binding.at(set.column()));
        }
        if (origin.kind().name().startsWith("IDENTITY") && !type.kind().isInteger()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "identity column type must be smallint, integer, or bigint");
        }
        checkReaders(position, field.name(), table);
        String using = set.using() == null ? null : binding.source.text(set.using());
        checkValue(set, field, type, table);
        // A default is a value of the type that the column has had.
        boolean hasDefault = origin.kind() == ColumnOrigin.Kind.DEFAULT;
        if (hasDefault && !Conversions.exists(field.type(), type, Strength.ASSIGNMENT)) {
            throw cannotCast("default for column \"" + field.name() + "\"", type);
        }
        return new TableChange.ChangeType(field.name(), type, using);
    }

    private void checkValue(
            AlterChange.ChangeType set, Schema.Field field, SqlType type, PlannerCatalog.Stored table) {
        if (set.using() == null) {
            if (!Conversions.exists(field.type(), type, Strength.ASSIGNMENT)) {
                String name = TableExpressions.quoted(field.name());
                throw cannotCast("column \"" + field.name() + "\"", type)
                        .withHint("You might need to specify \"USING " + name + "::" + type + "\".");
            }
            return;
        }
        Scope scope = new FromBinder(binding, queries).stored(table, Scope.NONE).scope();
        Frame frame = new Frame(scope, "transform expressions");
        Expr value = queries.expressions.bind(set.using(), frame);
        if (frame.hasSubqueries()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in transform expression")
                    .at(binding.at(set.using()));
        }
        if (!Coercion.isUnknown(value) && !Conversions.exists(value.type(), type, Strength.ASSIGNMENT)) {
            throw cannotCast("result of USING clause for column \"" + field.name() + "\"", type)
                    .withHint("You might need to add an explicit cast.");
        }
    }

    private static SqlException cannotCast(String what, SqlType type) {
        return new SqlException(
                SqlState.DATATYPE_MISMATCH, what + " cannot be cast automatically to type " + type);
    }

    private void checkReaders(int position, String column, PlannerCatalog.Stored table) {
        TableExpressions expressions = new TableExpressions(binding, table);
        for (int i = 0; i < table.schema().size(); i++) {
            ColumnOrigin origin = table.origins().get(i);
            if (origin.isGenerated() && expressions.reads(origin.sql(), position)) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR, "cannot alter type of a column used by a generated column")
                        .withDetail("Column \"" + column + "\" is used by generated column \""
                                + table.schema().field(i).name() + "\".");
            }
        }
    }

    TableChange identity(AlterChange.AddIdentity add, PlannerCatalog.Stored table) {
        Schema.Field field = table.schema().field(targets.column(table, add.column()));
        if (!field.type().kind().isInteger()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "identity column type must be smallint, integer, or bigint");
        }
        return new TableChange.AddIdentity(
                field.name(),
                new Numbering(
                        kind(add.identity()),
                        new Numberings(binding, table.name()).settings(add.options(), field.type()), null));
    }

    TableChange identity(AlterChange.ChangeIdentity set, PlannerCatalog.Stored table) {
        Schema.Field field = table.schema().field(targets.column(table, set.column()));
        return new TableChange.ChangeIdentity(
                field.name(), kind(set.identity()), new Numberings(binding, table.name()).settings(set.options()));
    }

    private static Numbering.Kind kind(ColumnDefinition.Identity identity) {
        return switch (identity) {
            case NONE -> null;
            case ALWAYS -> Numbering.Kind.IDENTITY_ALWAYS;
            case BY_DEFAULT -> Numbering.Kind.IDENTITY_BY_DEFAULT;
        };
    }
}
