package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.bind.Conversions.Strength;

/** Types of rows as values: which become which, which may be compared, and their fields. */
final class Rows {

    private Rows() {}

    /** The rows that a type is of, or that the elements of its arrays are; null for other types. */
    static SqlType of(SqlType type) {
        return switch (type.kind()) {
            case ARRAY -> of(type.element());
            case RECORD -> type.row() == null ? null : type;
            default -> null;
        };
    }

    /** The same type with other rows in the place of rows. @param row null for rows of any type */
    static SqlType mapped(SqlType type, SqlType row) {
        return switch (type.kind()) {
            case RECORD -> row == null ? SqlType.RECORD : row;
            case ARRAY -> of(type) == null && type.element().kind() != Kind.RECORD
                    ? type
                    : SqlType.arrayOf(mapped(type.element(), row));
            default -> type;
        };
    }

    static boolean isRow(Expr expr) {
        return expr.type().kind() == Kind.RECORD && expr.type().row() != null;
    }

    /** Whether it is NULL of a record whose fields nothing tells. */
    static boolean isOpen(Expr expr) {
        return expr instanceof Expr.Literal && expr.type().kind() == Kind.RECORD
                && (expr.type().row() == null || expr.type().row().equals(RowType.of(List.of())));
    }

    /** Whether rows of one type become rows of another. */
    static boolean exists(RowType from, RowType to, Strength strength) {
        if (from == null || to == null || from.equals(to)) {
            return true;
        }
        if (from.isNamed() && to.isNamed() || from.size() != to.size()) {
            return false;
        }
        for (int i = 0; i < to.size(); i++) {
            if (!Conversions.exists(from.type(i), to.type(i), strength)) {
                return false;
            }
        }
        return true;
    }

    /** What rows of several types have in common: the named type among them, or their fields' common types. */
    static SqlType common(List<SqlType> types) {
        SqlType common = null;
        for (SqlType type : types) {
            if (type.kind() == Kind.UNKNOWN || type.equals(common)) {
                continue;
            }
            if (type.kind() != Kind.RECORD) {
                return null;
            }
            common = common == null ? type : common(common.row(), type.row());
            if (common == null) {
                return null;
            }
        }
        return common.row() == null || common.row().isNamed()
                ? common
                : SqlType.ofRow(common.row().withTypes(common.row().types().stream().map(Rows::decided).toList()));
    }

    private static SqlType common(RowType left, RowType right) {
        if (left == null || right == null || left.size() != right.size() || left.isNamed() && right.isNamed()) {
            return null;
        }
        if (left.isNamed() || right.isNamed()) {
            RowType named = left.isNamed() ? left : right;
            return exists(named == left ? right : left, named, Strength.IMPLICIT) ? SqlType.ofRow(named) : null;
        }
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            boolean isUndecided = left.type(i).kind() == Kind.UNKNOWN && right.type(i).kind() == Kind.UNKNOWN;
            SqlType field = isUndecided ? SqlType.UNKNOWN : Conversions.common(List.of(left.type(i), right.type(i)));
            if (field == null) {
                return null;
            }
            types.add(field);
        }
        return SqlType.ofRow(left.withTypes(types));
    }

    /** @throws SqlException 42804 when rows of these types are not to be compared */
    static void requireComparable(RowType left, RowType right) {
        if (left.size() != right.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns");
        }
        for (int i = 0; i < left.size(); i++) {
            SqlType one = decided(left.type(i)).named();
            SqlType other = decided(right.type(i)).named();
            if (!one.equals(other)) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "cannot compare dissimilar column types " + one + " and " + other + " at record column "
                                + (i + 1));
            }
        }
    }

    private static SqlType decided(SqlType type) {
        return type.kind() == Kind.UNKNOWN ? SqlType.TEXT : type;
    }

    /** A field of a row by its position. */
    static Expr field(Expr row, int index) {
        return row instanceof Expr.Row made
                ? made.operands().get(index)
                : new Expr.Field(row, index, row.type().row().type(index));
    }

    /** All fields of a row. */
    static List<Expr> fields(Expr row) {
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < row.type().row().size(); i++) {
            fields.add(field(row, i));
        }
        return fields;
    }

    /** The row of values, whose fields have no names. */
    static Expr.Row row(List<Expr> values) {
        return new Expr.Row(values, SqlType.ofRow(RowType.ofTypes(values.stream().map(Expr::type).toList())));
    }

    /** Why rows of one type do not become those of another, as PostgreSQL says it in a detail; or null. */
    static String difference(SqlType from, SqlType to) {
        if (from.kind() != Kind.RECORD || to.kind() != Kind.RECORD || from.row() == null || to.row() == null
                || from.row().isNamed() || !to.row().isNamed()) {
            return null;
        }
        if (from.row().size() != to.row().size()) {
            return from.row().size() < to.row().size()
                    ? "Input has too few columns."
                    : "Input has too many columns.";
        }
        for (int i = 0; i < to.row().size(); i++) {
            if (!Conversions.exists(from.row().type(i), to.row().type(i), Strength.EXPLICIT)) {
                return "Cannot cast type " + from.row().type(i).named() + " to " + to.row().type(i).named()
                        + " in column " + (i + 1) + ".";
            }
        }
        return null;
    }
}
