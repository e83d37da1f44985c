package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import dev.millrace.executor.plan.Expr;

/** {@code (a, b) < (c, d)}: spelled out over the fields. */
final class RowComparison {

    /** Compares one pair of fields. */
    interface Fields {
        Expr compare(String symbol, int field);
    }

    private RowComparison() {}

    static Expr of(String symbol, int size, Fields fields) {
        return switch (symbol) {
            case "=" -> all(size, i -> fields.compare("=", i));
            case "<>" -> new Expr.Or(each(size, i -> fields.compare("<>", i)));
            default -> ordered(symbol, 0, size, fields);
        };
    }

    /** The same comparison with its sides changed. */
    static String mirrored(String symbol) {
        return switch (symbol) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> symbol;
        };
    }

    /** What holds when it holds for every field. */
    static Expr all(int size, IntFunction<Expr> field) {
        return new Expr.And(each(size, field));
    }

    private static List<Expr> each(int size, IntFunction<Expr> field) {
        List<Expr> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(field.apply(i));
        }
        return all;
    }

    /** a < c, or a = c and the rest decides. */
    private static Expr ordered(String symbol, int field, int size, Fields fields) {
        if (field == size - 1) {
            return fields.compare(symbol, field);
        }
        Expr strictly = fields.compare(symbol.substring(0, 1), field);
        Expr rest = ordered(symbol, field + 1, size, fields);
        return new Expr.Or(List.of(strictly, new Expr.And(List.of(fields.compare("=", field), rest))));
    }
}
