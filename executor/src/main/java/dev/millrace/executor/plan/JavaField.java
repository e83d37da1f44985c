package dev.millrace.executor.plan;

import java.util.List;

import dev.millrace.executor.plan.FunctionSignature.Volatility;

/**
 * A column of one of the rows that a {@link JavaCall} gives, named like that.
 *
 * @param index of the column, from 0
 * @param columns of the whole row
 */
public record JavaField(int index, List<SqlType> columns) {

    private static final String PREFIX = "java field:";

    public JavaField {
        columns = List.copyOf(columns);
    }

    public static boolean is(String function) {
        return function.startsWith(PREFIX);
    }

    public SqlType type() {
        return columns.get(index);
    }

    public FunctionSignature signature() {
        return new FunctionSignature(
                FunctionSignature.Kind.SCALAR, PREFIX + index + ":" + JavaCall.text(columns), List.of(SqlType.BYTEA),
                false, type(), true, Volatility.IMMUTABLE, "");
    }

    /** The column of a row. */
    public Expr.Call call(Expr row) {
        return new Expr.Call(signature().id(), List.of(row), type());
    }

    /** What the id of a function says. */
    public static JavaField of(String function) {
        String[] parts = function.substring(0, function.indexOf('(')).split(":");
        return new JavaField(Integer.parseInt(parts[1]), JavaCall.types(parts[2]));
    }
}
