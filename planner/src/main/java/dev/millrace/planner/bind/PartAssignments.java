package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.Conversions.Strength;
import dev.millrace.sql.parser.statement.Assignment;

/** Values of which a part is set: {@code column.field = x}, {@code column[1] = x}, {@code column[1].field = x}. */
final class PartAssignments {

    private final ExpressionBinder expressions;
    private final Binding binding;
    private final String column;
    private final Frame frame;

    PartAssignments(ExpressionBinder expressions, String column, Frame frame) {
        this.expressions = expressions;
        this.binding = expressions.binding;
        this.column = column;
        this.frame = frame;
    }

    /** The whole with another value in the place of a part. @param value the assignment's, bound */
    Expr assigned(Expr whole, Expr value, Assignment assignment) {
        List<SqlNode> path = assignment.subscripts();
        String field = Assignment.fieldOf(path.getFirst());
        if (field != null) {
            return withField(whole, field, value, assignment);
        }
        int subscripts = 1;
        while (subscripts < path.size() && Assignment.fieldOf(path.get(subscripts)) == null) {
            subscripts++;
        }
        Assignment outer = part(assignment, path.subList(0, subscripts));
        if (subscripts == path.size()) {
            return Arrays.assigned(whole, value, assignment, column, expressions, frame);
        }
        Expr element = Arrays.part(whole, outer.subscripts(), path.getFirst(), expressions, frame);
        Assignment inner = part(assignment, path.subList(subscripts, path.size()));
        return Arrays.assigned(whole, assigned(element, value, inner), outer, column, expressions, frame);
    }

    private static Assignment part(Assignment assignment, List<SqlNode> path) {
        return new Assignment(assignment.columns(), path, false, assignment.value(), assignment.pos());
    }

    private Expr withField(Expr whole, String field, Expr value, Assignment assignment) {
        List<SqlNode> path = assignment.subscripts();
        RowType row = row(whole, field, path.getFirst());
        int index = row.indexOf(field);
        if (index < 0) {
            throw new SqlException(
                            SqlState.UNDEFINED_COLUMN,
                            "cannot assign to field \"" + field + "\" of column \"" + column
                                    + "\" because there is no such column in data type " + whole.type())
                    .at(binding.at(path.getFirst()));
        }
        List<Expr> fields = new ArrayList<>(Rows.fields(whole));
        fields.set(index, path.size() > 1
                ? assigned(fields.get(index), value, part(assignment, path.subList(1, path.size())))
                : stored(value, row.fields().get(index), assignment));
        return new Expr.Row(fields, whole.type());
    }

    private RowType row(Expr whole, String field, SqlNode at) {
        if (!Rows.isRow(whole)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot assign to field \"" + field + "\" of column \"" + column
                                    + "\" because its type " + whole.type().named() + " is not a composite type")
                    .at(binding.at(at));
        }
        return whole.type().row();
    }

    private Expr stored(Expr value, RowType.Field field, Assignment assignment) {
        boolean isUnknown = value.type().kind() == SqlType.Kind.UNKNOWN;
        if (!isUnknown && !Conversions.exists(value.type(), field.type(), Strength.ASSIGNMENT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "subfield \"" + field.name() + "\" is of type " + field.type().named()
                                    + " but expression is of type " + value.type().named())
                    .withHint("You will need to rewrite or cast the expression.")
                    .at(binding.at(assignment.columns().getFirst()));
        }
        return binding.coercion.assignment(value, field.type(), field.name(), assignment.value());
    }

    /** The part that fields and subscripts lead to. */
    Expr part(Expr whole, Assignment assignment) {
        Expr part = whole;
        List<SqlNode> path = assignment.subscripts();
        for (int i = 0; i < path.size(); i++) {
            String field = Assignment.fieldOf(path.get(i));
            if (field != null) {
                part = Rows.field(part, part.type().row().indexOf(field));
                continue;
            }
            int first = i;
            while (i + 1 < path.size() && Assignment.fieldOf(path.get(i + 1)) == null) {
                i++;
            }
            part = Arrays.part(part, path.subList(first, i + 1), path.get(first), expressions, frame);
        }
        return part;
    }
}
