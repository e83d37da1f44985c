package dev.millrace.executor.data;

import java.time.ZoneId;
import java.time.ZoneOffset;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/** {@link Expr.Literal}s to and from the physical form of values. */
public final class Literals {

    // A literal's text form holds no instant outside of arrays; those are written in UTC.
    private static final ZoneId ZONE = ZoneOffset.UTC;

    private Literals() {}

    public static void append(Expr.Literal literal, ColumnBuilder out) {
        Object value = literal.value();
        switch (value) {
            case null -> out.appendNull();
            case Boolean truth -> out.appendWord(truth ? 1 : 0);
            case Double number -> out.appendDouble(number);
            case Long word -> out.appendWord(word);
            case String text when TextForm.isStoredAsText(literal.type().kind()) -> out.appendText(text);
            case String text -> TextForm.parse(literal.type().withoutModifiers(), text, ZONE, out);
            default -> throw new IllegalArgumentException("not a literal's value: " + value.getClass());
        }
    }

    /** A column of one row. */
    public static Column column(Expr.Literal literal) {
        ColumnBuilder builder = new ColumnBuilder(literal.type().layout());
        append(literal, builder);
        return builder.buildLast();
    }

    /** The literal of a value in a column. */
    public static Expr.Literal of(SqlType type, Column column, int row) {
        if (column.isNull(row)) {
            return Expr.Literal.ofNull(type);
        }
        return new Expr.Literal(
                switch (column) {
                    case WordColumn words -> wordValue(type.kind(), words.values()[row]);
                    case BytesColumn bytes -> TextForm.format(type.withoutModifiers(), bytes, row, ZONE);
                },
                type);
    }

    private static Object wordValue(SqlType.Kind kind, long word) {
        if (kind == SqlType.Kind.BOOLEAN) {
            return word != 0;
        }
        return kind.isFloat() ? (Object) Double.longBitsToDouble(word) : (Object) word;
    }
}
