package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.AnyTypes;
import dev.millrace.planner.Routine;

/** What a function returns in one call, a value or a row, and how that is made of what its query gives. */
final class RoutineResult {

    private final Routine routine;
    private final List<Expr> arguments;
    private final Binding inner;
    private final SqlType row;

    RoutineResult(Routine routine, List<Expr> arguments, Binding inner) {
        this.routine = routine;
        this.arguments = arguments;
        this.inner = inner;
        this.row = rowType();
    }

    private RoutineResult(RoutineResult any, SqlType row) {
        this.routine = any.routine;
        this.arguments = any.arguments;
        this.inner = any.inner;
        this.row = row;
    }

    /** The same with the fields that a call says, where these may be any. @param definitions names and types */
    RoutineResult defined(List<SqlNode> definitions) {
        return new RoutineResult(this, row(definitions));
    }

    private SqlType rowType() {
        if (routine.returnsNothing() || JavaRoutine.is(routine)) {
            return null;
        }
        if (!routine.returnsRows()) {
            SqlType result = concrete(routine.result());
            return result.kind() == Kind.RECORD ? result : null;
        }
        return SqlType.ofRow(RowType.of(routine.row().fields().stream()
                .map(field -> new RowType.Field(field.name(), concrete(field.type())))
                .toList()));
    }

    /** The type of the rows that are returned, without fields where these may be any; null where values are. */
    SqlType row() {
        return row;
    }

    /** As {@link #row()}, with the fields that a call in FROM says. @param definitions names and types, or empty */
    SqlType row(List<SqlNode> definitions) {
        return SqlType.RECORD.equals(row) ? SqlType.ofRow(RowDefinitions.of(definitions, inner)) : row;
    }

    /** The type of a row or value. */
    SqlType type() {
        return row == null ? concrete(routine.result()) : row;
    }

    private SqlType concrete(SqlType type) {
        if (AnyType.of(type) == null) {
            return type;
        }
        AnyTypes types = AnyTypes.of(
                routine.types(), arguments.stream().map(Expr::type).toList(), Conversions::common);
        if (types == null) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "arguments and defaults of function " + routine.name() + " that are of any type are not all alike");
        }
        SqlType meant = types.concrete(type);
        return meant == null ? SqlType.TEXT : meant;
    }

    /** The names of the columns of a call in FROM. */
    List<String> names(List<SqlNode> definitions) {
        if (row == null && routine.row() == null) {
            return List.of(routine.name());
        }
        return row == null
                ? routine.row().fields().stream().map(field -> field.name()).toList()
                : row(definitions).row().fields().stream().map(RowType.Field::name).toList();
    }

    /** Whether a query with these columns gives rows as values. @param wanted the type of the rows; null for values */
    static boolean isOfRow(List<SqlType> columns, SqlType wanted) {
        SqlType only = columns.size() == 1 ? columns.getFirst() : SqlType.UNKNOWN;
        boolean isField = wanted == null || wanted.row() != null && wanted.row().size() == 1 && !only.equals(wanted);
        return only.kind() == Kind.RECORD && only.row() != null && !isField;
    }

    /** A row of the query as a value. @param names of its columns */
    Expr row(List<Expr> values, List<String> names, SqlNode query) {
        if (isOfRow(values.stream().map(Expr::type).toList(), row)) {
            return row.row() == null ? values.getFirst() : typed(values.getFirst(), 0, row, query);
        }
        if (row.row() == null) {
            List<Expr> decided = values.stream().map(value -> inner.coercion.decided(value, query)).toList();
            List<RowType.Field> fields = new ArrayList<>();
            decided.forEach(value -> fields.add(new RowType.Field(names.get(fields.size()), value.type())));
            return new Expr.Row(decided, SqlType.ofRow(RowType.of(fields)));
        }
        requireColumns(values.size(), row.row().size());
        List<Expr> typed = new ArrayList<>();
        for (Expr value : values) {
            typed.add(typed(value, typed.size(), row.row().type(typed.size()), query));
        }
        return new Expr.Row(typed, row);
    }

    /** @param column from 0 @throws SqlException 42P13 where a value is of another type */
    Expr typed(Expr value, int column, SqlType type, SqlNode query) {
        boolean isOpen = value.type().kind() == Kind.UNKNOWN;
        if (!isOpen && !Conversions.exists(value.type(), type, Conversions.Strength.ASSIGNMENT)) {
            throw row == null || type.equals(row)
                    ? mismatch("Actual return type is " + value.type().withoutModifiers() + ".")
                    : mismatch("Final statement returns " + value.type().withoutModifiers() + " instead of "
                            + type.withoutModifiers() + " at column " + (column + 1) + ".");
        }
        return inner.coercion.convert(value, type, query);
    }

    void requireColumns(int columns, int count) {
        if (columns != count && !routine.returnsNothing()) {
            throw mismatch(row == null
                    ? "Final statement must return exactly one column."
                    : columns < count
                            ? "Final statement returns too few columns."
                            : "Final statement returns too many columns.");
        }
    }

    SqlException mismatch(String detail) {
        String type = routine.returnsNothing() ? "void" : routine.returnsRows() ? "record"
                : Routine.spell(routine.result());
        return new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return " + type)
                .withDetail(detail);
    }
}
