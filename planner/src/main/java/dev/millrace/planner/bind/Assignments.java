package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.sql.parser.statement.Assignment;

/** The SET of UPDATE and of ON CONFLICT. */
final class Assignments {

    private final Binding binding;
    private final QueryBinder queries;
    private final Targets targets;

    Assignments(Binding binding, QueryBinder queries, Targets targets) {
        this.binding = binding;
        this.queries = queries;
        this.targets = targets;
    }

    /**
     * For each column of the table its new value, null where it keeps the old one.
     *
     * @param rows the table's columns, whose elements may be set one by one
     */
    List<Expr> bind(List<Assignment> assignments, Target target, List<Column> rows, Frame frame) {
        PlannerCatalog.Stored table = target.table();
        Set<Integer> whole = new HashSet<>();
        List<Expr> values = new ArrayList<>(Collections.nCopies(table.schema().size(), null));
        for (Assignment assignment : assignments) {
            List<SqlNode> sources = sources(assignment, frame);
            for (int i = 0; i < assignment.columns().size(); i++) {
                SqlIdentifier name = assignment.columns().get(i);
                int column = target.column(name);
                target.requireWritable(column, "update");
                boolean isWhole = assignment.subscripts().isEmpty();
                if (whole.contains(column) || isWhole && values.get(column) != null) {
                    throw new SqlException(
                                    SqlState.SYNTAX_ERROR,
                                    "multiple assignments to same column \""
                                            + table.schema().field(column).name() + "\"")
                            .at(binding.at(name));
                }
                if (isWhole) {
                    whole.add(column);
                    values.set(column, value(sources.get(i), table, column, frame));
                } else {
                    Expr before = values.get(column) == null ? rows.get(column).reference() : values.get(column);
                    values.set(column, element(before, assignment, table, column, frame));
                }
            }
        }
        List<Integer> changed = IntStream.range(0, values.size()).filter(i -> values.get(i) != null).boxed().toList();
        target.note(Access.Kind.UPDATE, changed);
        return values;
    }

    private Expr element(
            Expr array, Assignment assignment, PlannerCatalog.Stored table, int column, Frame frame) {
        String name = table.schema().field(column).name();
        if (Targets.isDefault(assignment.value())) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "cannot set an array element to DEFAULT")
                    .at(binding.at(assignment.value()));
        }
        if (targets.isGivenAlways(table, column)) {
            throw targets.notGiven(table, column, "column \"" + name + "\" can only be updated to DEFAULT");
        }
        Expr value = queries.expressions.bind(assignment.value(), frame);
        return new PartAssignments(queries.expressions, name, frame).assigned(array, value, assignment);
    }

    private Expr value(SqlNode node, PlannerCatalog.Stored table, int column, Frame frame) {
        if (Targets.isDefault(node)) {
            return targets.defaultOf(table, column);
        }
        Schema.Field field = table.schema().field(column);
        if (targets.isGivenAlways(table, column)) {
            throw targets.notGiven(
                    table, column, "column \"" + field.name() + "\" can only be updated to DEFAULT");
        }
        Expr bound = queries.expressions.bind(node, frame);
        return binding.coercion.assignment(bound, field.type(), field.name(), node);
    }

    private List<SqlNode> sources(Assignment assignment, Frame frame) {
        if (!assignment.isRow()) {
            return List.of(assignment.value());
        }
        SqlNode value = assignment.value();
        if (assignment.columns().size() == 1 && value.getKind() != SqlKind.ROW) {
            return List.of(value);
        }
        if (value.getKind() != SqlKind.ROW) {
            return columnsOf(value, assignment.columns().size());
        }
        List<SqlNode> fields = queries.expressions.rows.columns(((SqlCall) value).getOperandList(), frame);
        if (fields.size() != assignment.columns().size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "number of columns does not match number of values")
                    .at(binding.at(value));
        }
        return fields;
    }

    /** Each column of a subquery as a subquery of its own: plans that are equal run once. */
    private List<SqlNode> columnsOf(SqlNode query, int count) {
        if (!isQuery(query)) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression")
                    .at(binding.at(query));
        }
        SqlParserPos at = query.getParserPosition();
        List<SqlNode> named = new ArrayList<>(List.of(query, new SqlIdentifier("row", at)));
        List<SqlNode> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            named.add(new SqlIdentifier("c" + i, at));
        }
        SqlNode from = SqlStdOperatorTable.AS.createCall(at, named);
        for (int i = 0; i < count; i++) {
            SqlNodeList only = SqlNodeList.of(new SqlIdentifier("c" + i, at));
            columns.add(new SqlSelect(
                    at, null, only, from, null, null, null, null, null, null, null, null, null));
        }
        return columns;
    }

    private static boolean isQuery(SqlNode node) {
        return switch (node.getKind()) {
            case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES -> true;
            default -> false;
        };
    }
}
