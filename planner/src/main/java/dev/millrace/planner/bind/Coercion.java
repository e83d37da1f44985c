package dev.millrace.planner.bind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.bind.Conversions.Strength;

/** Converts expressions to the types that their places ask for, and gives literals and parameters their type. */
final class Coercion {

    private static final int NAME_BYTES_MAX = 63;

    private final Binding binding;

    Coercion(Binding binding) {
        this.binding = binding;
    }

    static boolean isUnknown(Expr expr) {
        return expr.type().kind() == Kind.UNKNOWN;
    }

    /**
     * The expression as this type; callers have checked that the conversion exists.
     *
     * @param at where to point when a literal is not a value of the type
     */
    Expr convert(Expr expr, SqlType target, SqlNode at) {
        Expr result = asRow(expr, converted(expr, target, at), at);
        if (binding.meanings != null) {
            binding.meanings.conversion(expr, result, at);
        }
        return result;
    }

    /** What has become a row, or an array of rows, meets the domains of its attributes. */
    private Expr asRow(Expr expr, Expr result, SqlNode at) {
        return Rows.of(result.type()) == null || expr.type().equals(result.type())
                ? result
                : new AttributeDomains(binding).checked(result, at);
    }

    private Expr converted(Expr expr, SqlType target, SqlNode at) {
        if (expr.type().equals(target)) {
            return expr;
        }
        if (expr instanceof Expr.Literal literal && literal.value() == null) {
            return Expr.Literal.ofNull(target.equals(SqlType.RECORD) ? SqlType.ofRow(RowType.of(List.of())) : target);
        }
        if (expr instanceof Expr.Parameter parameter && isUnknown(parameter)) {
            return convertDecided(binding.parameters.decide(parameter, target.named()), target, at);
        }
        if (target.kind() == Kind.RECORD && expr.type().kind() == Kind.RECORD) {
            return row(expr, target, false, at);
        }
        if (ObjectNames.isLookUp(expr.type(), target)) {
            return ObjectNames.convert(expr, target, binding, at);
        }
        if (expr instanceof Expr.Literal literal && isUnknown(literal)) {
            return read(literal, target, at);
        }
        noteLabels(expr, target);
        requireOneStyle(expr.type(), target, at);
        return new Expr.Cast(expr, target);
    }

    /** A row as one of another type; of what is put together here, each field is converted by itself. */
    private Expr row(Expr expr, SqlType target, boolean isAssigned, SqlNode at) {
        if (target.row() == null) {
            return decided(expr, at);
        }
        if (!(expr instanceof Expr.Row row)) {
            return new Expr.Cast(expr, target, isAssigned);
        }
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < row.operands().size(); i++) {
            Expr field = row.operands().get(i);
            SqlType type = target.row().type(i);
            fields.add(isAssigned ? store(field, type, at) : convert(field, type, at));
        }
        return new Expr.Row(fields, target);
    }

    /** What a view computes cannot follow the styles of the sessions that ask it. An interval is read in one way. */
    private void requireOneStyle(SqlType from, SqlType to, SqlNode at) {
        boolean isText = isStyled(from) && to.kind().isText()
                || from.kind().isText() && isStyled(to) && elementKind(to) != Kind.INTERVAL;
        if (isText && binding.settings.hasDateStyle() && binding.isKept()) {
            throw SqlException.unsupported("a date or an interval as text, by another style, in a materialized view")
                    .withHint("Use to_char, or RESET DateStyle and IntervalStyle before.")
                    .at(binding.at(at));
        }
    }

    private static Kind elementKind(SqlType type) {
        return type.kind() == Kind.ARRAY ? elementKind(type.element()) : type.kind();
    }

    private static boolean isStyled(SqlType type) {
        return switch (type.kind()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> true;
            case ARRAY -> isStyled(type.element());
            default -> false;
        };
    }

    private void noteLabels(Expr expr, SqlType target) {
        EnumType type = target.enumType();
        if (type != null && !type.equals(expr.type().enumType())) {
            binding.readLabels(type, null);
        }
    }

    private Expr convertDecided(Expr.Parameter parameter, SqlType target, SqlNode at) {
        if (parameter.type().equals(target)) {
            return parameter;
        }
        require(Conversions.exists(parameter.type(), target, Strength.EXPLICIT), parameter.type(), target, at);
        return new Expr.Cast(parameter, target);
    }

    /** A literal of unknown type, read as PostgreSQL's input function of the type would. */
    private Expr read(Expr.Literal literal, SqlType target, SqlNode at) {
        Expr current = CurrentTimeLiterals.read((String) literal.value(), target, binding, at);
        if (current != null) {
            return current;
        }
        try {
            Expr.Literal read = binding.constants.evaluate(new Expr.Cast(literal, target));
            EnumType type = target.enumType();
            if (type != null && read.value() instanceof String text) {
                type.labels().stream()
                        .map(EnumType.Label::text)
                        .filter(label -> target.kind() == Kind.ENUM ? label.equals(text) : text.contains(label))
                        .forEach(label -> binding.readLabels(type, label));
            }
            return read;
        } catch (SqlException e) {
            throw e.position() == 0 ? e.at(binding.at(binding.placeOf(literal, at))) : e;
        }
    }

    /** As a function's argument: converted when the kinds differ; modifiers stay as they are. */
    Expr convertArgument(Expr expr, SqlType parameter, SqlNode at) {
        if (parameter.kind() == Kind.UNKNOWN) {
            return expr;
        }
        if (parameter.kind() == Kind.ARRAY && expr.type().kind() == Kind.ARRAY) {
            return expr.type().withoutModifiers().equals(parameter) || parameter.element().kind() == Kind.UNKNOWN
                    ? expr
                    : convert(expr, parameter, at);
        }
        return expr.type().kind() == parameter.kind() && Objects.equals(expr.type().labels(), parameter.labels())
                ? expr
                : convert(expr, parameter, at);
    }

    /** What puts texts together takes a {@code char(n)} as it is shown, with its blanks. */
    static Expr shown(Expr expr, String function) {
        boolean isPadded = expr.type().kind() == Kind.CHAR && expr.type().precision() > 0
                && (function.equals("format") || function.startsWith("concat"));
        return isPadded
                ? new Expr.Call(
                        "rpad(text,integer)",
                        List.of(
                                new Expr.Cast(expr, SqlType.TEXT),
                                new Expr.Literal((long) expr.type().precision(), SqlType.INTEGER)),
                        SqlType.TEXT)
                : expr;
    }

    /** Leaves nothing of unknown type: what nobody asked a type of is text. */
    Expr decided(Expr expr, SqlNode at) {
        if (expr instanceof Expr.Row row && row.operands().stream().anyMatch(Coercion::isUndecided)) {
            List<Expr> fields = row.operands().stream().map(field -> decided(field, at)).toList();
            RowType type = row.type().row().withTypes(fields.stream().map(Expr::type).toList());
            return binding.place(new Expr.Row(fields, SqlType.ofRow(type)), at);
        }
        return isUnknown(expr) ? convert(expr, SqlType.TEXT, at) : expr;
    }

    private static boolean isUndecided(Expr expr) {
        return isUnknown(expr)
                || expr instanceof Expr.Row row && row.operands().stream().anyMatch(Coercion::isUndecided);
    }

    /** A condition: boolean, or 42804 as PostgreSQL words it for this clause. */
    Expr condition(Expr expr, String clause, SqlNode at) {
        if (isUnknown(expr)) {
            return convert(expr, SqlType.BOOLEAN, at);
        }
        if (expr.type().kind() != Kind.BOOLEAN) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "argument of " + clause + " must be type boolean, not type "
                                    + expr.type().named())
                    .at(binding.at(at));
        }
        return expr;
    }

    /** What is compared with each other, in one type where rows are compared. */
    List<Expr> comparable(List<Expr> operands, SqlNode at) {
        if (operands.size() != 2 || !operands.stream().allMatch(Rows::isRow)) {
            return likeItsPeer(operands, at);
        }
        try {
            Rows.requireComparable(operands.get(0).type().row(), operands.get(1).type().row());
        } catch (SqlException e) {
            throw e.at(binding.at(at));
        }
        return operands.stream().map(operand -> decided(operand, at)).toList();
    }

    /** A parameter that is compared with a name or a "char" is one, too. */
    private List<Expr> likeItsPeer(List<Expr> operands, SqlNode at) {
        if (operands.size() != 2 || operands.stream().noneMatch(Coercion::isUnknown)) {
            return operands;
        }
        SqlType peer = operands.get(isUnknown(operands.get(0)) ? 1 : 0).type();
        boolean isOfOwn = peer.guise() == Guise.NAME || peer.guise() == Guise.LETTER;
        return !isOfOwn
                ? operands
                : operands.stream()
                        .map(one -> one instanceof Expr.Parameter || peer.guise() == Guise.NAME && isCut(one)
                                ? convert(one, peer, at)
                                : one)
                        .toList();
    }

    /** A literal that has more bytes than a name may have. */
    private static boolean isCut(Expr operand) {
        return operand instanceof Expr.Literal literal && isUnknown(literal) && literal.value() instanceof String text
                && text.length() > NAME_BYTES_MAX / 3
                && text.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX;
    }

    /** For storing into a column. */
    Expr assignment(Expr expr, SqlType target, String column, SqlNode at) {
        if (!isUnknown(expr) && !Conversions.exists(expr.type(), target, Strength.ASSIGNMENT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "column \"" + column + "\" is of type " + target.named()
                                    + " but expression is of type " + expr.type().named())
                    .withHint("You will need to rewrite or cast the expression.")
                    .at(binding.at(binding.placeOf(expr, at)));
        }
        return store(expr, target, at);
    }

    /** The conversion itself: text too long for the column is an error here, where a cast would cut it. */
    private Expr store(Expr expr, SqlType target, SqlNode at) {
        SqlType plain = target.named();
        if (target.kind() == Kind.RECORD && expr.type().kind() == Kind.RECORD) {
            return expr.type().equals(target) ? expr : asRow(expr, row(expr, target, true, at), at);
        }
        if (plain.equals(target) || expr instanceof Expr.Literal literal && literal.value() == null) {
            return convert(expr, target, at);
        }
        Expr value = expr.type().kind() == target.kind() ? expr : convert(expr, plain, at);
        return value.type().equals(target) ? value : new Expr.Cast(value, target, true);
    }

    /** An explicit cast. */
    Expr cast(Expr expr, SqlType target, SqlNode at) {
        boolean exists = Conversions.exists(expr.type(), target, Strength.EXPLICIT)
                && LetterCasts.exists(expr.type(), target);
        require(exists, expr.type(), target, at);
        return convert(LetterCasts.coded(expr, target), target, at);
    }

    private void require(boolean exists, SqlType from, SqlType to, SqlNode at) {
        if (!exists) {
            throw new SqlException(
                            SqlState.CANNOT_COERCE,
                            "cannot cast type " + from.named() + " to " + to.named())
                    .withDetail(Rows.difference(from, to))
                    .at(binding.at(at));
        }
    }

    /** The type these meet in, or 42804 with PostgreSQL's words. */
    SqlType common(List<Expr> exprs, List<? extends SqlNode> nodes, String clause) {
        SqlType common = Conversions.common(exprs.stream().map(Expr::type).toList());
        if (common != null) {
            return common;
        }
        SqlType first = null;
        for (int i = 0; i < exprs.size(); i++) {
            SqlType type = exprs.get(i).type().named();
            if (type.kind() == Kind.UNKNOWN) {
                continue;
            }
            if (first == null) {
                first = type;
            } else if (Conversions.common(List.of(first, type)) == null) {
                throw new SqlException(
                                SqlState.DATATYPE_MISMATCH,
                                clause + " types " + first + " and " + type + " cannot be matched")
                        .at(binding.at(nodes.get(i)));
            }
        }
        throw new SqlException(SqlState.DATATYPE_MISMATCH, clause + " types cannot be matched")
                .at(binding.at(nodes.getFirst()));
    }

    List<Expr> convertAll(List<Expr> exprs, SqlType target, List<? extends SqlNode> nodes) {
        List<Expr> converted = new ArrayList<>(exprs.size());
        for (int i = 0; i < exprs.size(); i++) {
            converted.add(convert(exprs.get(i), target, nodes.get(i)));
        }
        return converted;
    }
}
