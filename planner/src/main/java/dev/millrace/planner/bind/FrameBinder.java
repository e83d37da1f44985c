package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWindow;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.executor.plan.WindowFrame.Exclusion;
import dev.millrace.executor.plan.WindowFrame.Unit;
import dev.millrace.planner.bind.Conversions.Strength;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.expression.SqlWindowSpecification;

/** The frame of a window: its bounds, and the types of their offsets. */
final class FrameBinder {

    private static final String RANGE = "RANGE with offset PRECEDING/FOLLOWING ";

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;

    FrameBinder(Binding binding, ExpressionBinder expressions, CallBinder calls) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
    }

    WindowFrame bind(SqlWindowSpecification window, List<Expr> order, List<Direction> directions, Frame outer) {
        SqlNode start = window.getLowerBound();
        SqlNode end = window.getUpperBound();
        FrameBound.Kind startKind = kind(start);
        FrameBound.Kind endKind = end == null ? FrameBound.Kind.CURRENT_ROW : kind(end);
        checkKinds(start, startKind, end, endKind);
        Unit unit = Unit.valueOf(window.unit().name());
        boolean hasOffset = isOffset(startKind) || isOffset(endKind);
        if (unit == Unit.RANGE && hasOffset && order.size() != 1) {
            throw fault(RANGE + "requires exactly one ORDER BY column", window);
        }
        if (unit == Unit.GROUPS && order.isEmpty()) {
            throw fault("GROUPS mode requires an ORDER BY clause", window);
        }
        Expr key = unit == Unit.RANGE && hasOffset ? key(order.getFirst()) : null;
        boolean descending = key != null && directions.getFirst().descending();
        return new WindowFrame(
                unit,
                bound(startKind, start, true, unit, key, order, descending, outer),
                bound(endKind, end, false, unit, key, order, descending, outer),
                exclusion(window),
                key);
    }

    private static FrameBound.Kind kind(SqlNode bound) {
        if (SqlWindow.isCurrentRow(bound)) {
            return FrameBound.Kind.CURRENT_ROW;
        }
        if (SqlWindow.isUnboundedPreceding(bound)) {
            return FrameBound.Kind.UNBOUNDED_PRECEDING;
        }
        if (SqlWindow.isUnboundedFollowing(bound)) {
            return FrameBound.Kind.UNBOUNDED_FOLLOWING;
        }
        return ((SqlCall) bound).getOperator() == SqlWindow.PRECEDING_OPERATOR
                ? FrameBound.Kind.PRECEDING
                : FrameBound.Kind.FOLLOWING;
    }

    private static boolean isOffset(FrameBound.Kind kind) {
        return kind == FrameBound.Kind.PRECEDING || kind == FrameBound.Kind.FOLLOWING;
    }

    private static Exclusion exclusion(SqlWindowSpecification window) {
        if (SqlWindow.isExcludeCurrentRow(window.getExclude())) {
            return Exclusion.CURRENT_ROW;
        }
        if (SqlWindow.isExcludeGroup(window.getExclude())) {
            return Exclusion.GROUP;
        }
        return SqlWindow.isExcludeTies(window.getExclude()) ? Exclusion.TIES : Exclusion.NO_OTHERS;
    }

    private void checkKinds(SqlNode start, FrameBound.Kind startKind, SqlNode end, FrameBound.Kind endKind) {
        if (startKind == FrameBound.Kind.UNBOUNDED_FOLLOWING) {
            throw fault("frame start cannot be UNBOUNDED FOLLOWING", start);
        }
        if (endKind == FrameBound.Kind.UNBOUNDED_PRECEDING) {
            throw fault("frame end cannot be UNBOUNDED PRECEDING", end);
        }
        if (startKind == FrameBound.Kind.CURRENT_ROW && endKind == FrameBound.Kind.PRECEDING) {
            throw fault("frame starting from current row cannot have preceding rows", end);
        }
        if (startKind == FrameBound.Kind.FOLLOWING && end == null) {
            throw fault("frame starting from following row cannot end with current row", start);
        }
        if (startKind == FrameBound.Kind.FOLLOWING
                && (endKind == FrameBound.Kind.PRECEDING || endKind == FrameBound.Kind.CURRENT_ROW)) {
            throw fault("frame starting from following row cannot have preceding rows", end);
        }
    }

    private SqlException fault(String message, SqlNode at) {
        boolean isOffset = at instanceof SqlCall call && !(at instanceof SqlWindow) && call.operandCount() == 1;
        SqlNode place = isOffset ? ((SqlCall) at).operand(0) : at;
        return new SqlException(SqlState.WINDOWING_ERROR, message).at(binding.at(place));
    }

    private FrameBound bound(
            FrameBound.Kind kind,
            SqlNode node,
            boolean isStart,
            Unit unit,
            Expr key,
            List<Expr> order,
            boolean descending,
            Frame outer) {
        return switch (kind) {
            case UNBOUNDED_PRECEDING -> FrameBound.UNBOUNDED_PRECEDING;
            case UNBOUNDED_FOLLOWING -> FrameBound.UNBOUNDED_FOLLOWING;
            case CURRENT_ROW -> FrameBound.CURRENT_ROW;
            case PRECEDING, FOLLOWING -> {
                SqlNode operand = ((SqlCall) node).operand(0);
                Expr bound = expressions.bind(operand, Frame.beside(outer, "window " + unit));
                if (!Constants.isWithoutColumns(bound)) {
                    throw new SqlException(
                                    SqlState.INVALID_COLUMN_REFERENCE,
                                    "argument of " + unit + " must not contain variables")
                            .at(binding.at(binding.placeOf(Constants.column(bound), operand)));
                }
                if (unit != Unit.RANGE) {
                    yield new FrameBound(kind, count(bound, unit, operand), null);
                }
                Expr offset = offset(bound, order.getFirst().type(), operand);
                boolean subtracts = (kind == FrameBound.Kind.PRECEDING) != descending;
                boolean isUp = isStart == descending;
                yield new FrameBound(kind, offset, edge(key, offset, subtracts, isUp, operand));
            }
        };
    }

    private Expr folded(Expr expr) {
        return Constants.isConstant(expr) ? binding.constants.evaluate(expr) : expr;
    }

    private Expr count(Expr bound, Unit unit, SqlNode at) {
        if (!Coercion.isUnknown(bound) && !Conversions.exists(bound.type(), SqlType.BIGINT, Strength.ASSIGNMENT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "argument of " + unit + " must be type bigint, not type "
                                    + bound.type().withoutModifiers())
                    .at(binding.at(at));
        }
        return folded(binding.coercion.convert(bound, SqlType.BIGINT, at));
    }

    /** What offsets are added to: a date counts as the start of its day. */
    private static Expr key(Expr order) {
        return order.type().kind() == SqlType.Kind.DATE ? new Expr.Cast(order, SqlType.TIMESTAMP) : order;
    }

    /** The types of offset that PostgreSQL has an {@code in_range} function for. */
    private static List<SqlType> offsetTypes(SqlType.Kind key) {
        return switch (key) {
            case SMALLINT, INTEGER -> List.of(SqlType.BIGINT, SqlType.INTEGER, SqlType.SMALLINT);
            case BIGINT -> List.of(SqlType.BIGINT);
            case REAL, DOUBLE -> List.of(SqlType.DOUBLE);
            case NUMERIC -> List.of(SqlType.NUMERIC);
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> List.of(SqlType.INTERVAL);
            case BOOLEAN, OID, TEXT, VARCHAR, CHAR, BYTEA, UUID, JSON, JSONB, ARRAY, UNKNOWN, TIMETZ, INET, CIDR,
                    MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, RECORD, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE,
                    DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE,
                    DATEMULTIRANGE -> List.of();
        };
    }

    private Expr offset(Expr bound, SqlType key, SqlNode at) {
        List<SqlType> types = offsetTypes(key.kind());
        String column = key.withoutModifiers().toString();
        if (types.isEmpty()) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, RANGE + "is not supported for column type " + column)
                    .at(binding.at(at));
        }
        SqlType own = bound.type().withoutModifiers();
        SqlType preferred = Coercion.isUnknown(bound) ? key.withoutModifiers() : own;
        SqlType chosen = types.contains(preferred)
                ? preferred
                : types.stream()
                        .filter(type -> Coercion.isUnknown(bound)
                                || Conversions.exists(own, type, Strength.IMPLICIT))
                        .findFirst()
                        .orElse(null);
        if (chosen == null) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            RANGE + "is not supported for column type " + column + " and offset type " + own)
                    .withHint("Cast the offset value to an appropriate type.")
                    .at(binding.at(at));
        }
        return folded(binding.coercion.convertArgument(bound, chosen, at));
    }

    /** The engine adds to numbers of fixed size and to times of day itself: there nothing may overflow or wrap. */
    private Expr edge(Expr key, Expr offset, boolean subtracts, boolean isUp, SqlNode at) {
        return switch (key.type().kind()) {
            case NUMERIC -> sum(key, offset, subtracts, isUp, at);
            case TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
                calls.operator(subtracts ? "-" : "+", List.of(key, offset), List.of(at, at), at);
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TIME -> null;
            case BOOLEAN, OID, TEXT, VARCHAR, CHAR, BYTEA, DATE, UUID, JSON, JSONB, ARRAY, UNKNOWN, TIMETZ, INET, CIDR,
                    MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, RECORD, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE,
                    DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE,
                    DATEMULTIRANGE ->
                throw new IllegalStateException("no offset can be added to " + key.type());
        };
    }

    /** What lies an infinite way back from infinity has all numbers on its inner side, as PostgreSQL has it. */
    private Expr sum(Expr key, Expr offset, boolean subtracts, boolean isUp, SqlNode at) {
        Expr sum = calls.operator(subtracts ? "-" : "+", List.of(key, offset), List.of(at, at), at);
        Expr none = binding.coercion.convert(Literals.text("NaN"), SqlType.NUMERIC, at);
        Expr all = binding.coercion.convert(Literals.text(isUp ? "Infinity" : "-Infinity"), SqlType.NUMERIC, at);
        Expr isEverything = Expressions.and(List.of(
                calls.operator("=", List.of(sum, none), List.of(at, at), at),
                calls.operator("<>", List.of(key, none), List.of(at, at), at)));
        return new Expr.Case(List.of(isEverything, all, sum), sum.type());
    }
}
