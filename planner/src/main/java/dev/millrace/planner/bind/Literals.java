package dev.millrace.planner.bind;

import java.math.BigDecimal;
import java.util.Locale;

import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.parser.LiftedText;

/** Literals, with the types PostgreSQL's lexer gives them: a string is of unknown type until something decides. */
public final class Literals {

    private static final BigDecimal BIGINT_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal BIGINT_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private Literals() {}

    static Expr bind(SqlLiteral literal, Binding binding) {
        if (literal.getValue() == null && literal.getTypeName() == SqlTypeName.NULL) {
            return Expr.Literal.ofNull(SqlType.UNKNOWN);
        }
        if (literal instanceof SqlUnknownLiteral typed) {
            SqlType type = TypeNames.byName(typed.tag);
            return binding.coercion.convert(text(typed.getValue()), type, literal);
        }
        if (literal instanceof SqlIntervalLiteral interval) {
            return interval(interval, binding);
        }
        return switch (literal.getTypeName()) {
            case BOOLEAN -> literal.booleanValue() ? Expr.Literal.TRUE : Expr.Literal.FALSE;
            case DECIMAL -> number(literal.bigDecimalValue());
            case DOUBLE -> new Expr.Literal(literal.bigDecimalValue().toPlainString(), SqlType.NUMERIC);
            case CHAR, VARCHAR -> text(literal.toValue());
            default -> throw SqlException.unsupported("this kind of literal").at(binding.at(literal));
        };
    }

    /** A constant that was lifted out of a statement's text, as it would be bound in its place. */
    public static Expr.Literal of(LiftedText.Constant constant) {
        if (constant.isText()) {
            return text(constant.text());
        }
        return number(new BigDecimal(constant.text()));
    }

    /** A number with a sign before it, which is part of it: the smallest integer is one. */
    static Expr.Literal negated(SqlNumericLiteral literal) {
        BigDecimal value = literal.bigDecimalValue().negate();
        return literal.getTypeName() == SqlTypeName.DECIMAL
                ? number(value)
                : new Expr.Literal(value.toPlainString(), SqlType.NUMERIC);
    }

    static Expr.Literal text(String value) {
        return new Expr.Literal(value, SqlType.UNKNOWN);
    }

    private static Expr.Literal number(BigDecimal value) {
        if (value.scale() <= 0 && value.compareTo(BIGINT_MAX) <= 0 && value.compareTo(BIGINT_MIN) >= 0) {
            long word = value.longValueExact();
            return new Expr.Literal(word, word == (int) word ? SqlType.INTEGER : SqlType.BIGINT);
        }
        return new Expr.Literal(value.toPlainString(), SqlType.NUMERIC);
    }

    /** {@code INTERVAL '10' SECOND}: the number, then its unit; {@code '1:30' HOUR TO MINUTE} as it stands. */
    private static Expr interval(SqlIntervalLiteral literal, Binding binding) {
        SqlIntervalLiteral.IntervalValue value = (SqlIntervalLiteral.IntervalValue) literal.getValue();
        String sign = value.getSign() < 0 ? "-" : "";
        String digits = value.getIntervalLiteral().strip();
        boolean isPlain = digits.matches("[-+]?\\d+(\\.\\d*)?");
        String unit = value.getIntervalQualifier().timeUnitRange.endUnit == null
                ? value.getIntervalQualifier().timeUnitRange.startUnit.name()
                : value.getIntervalQualifier().timeUnitRange.endUnit.name();
        String text = sign + digits + (isPlain ? " " + unit.toLowerCase(Locale.ROOT) : "");
        return binding.coercion.convert(text(text), SqlType.INTERVAL, literal);
    }
}
