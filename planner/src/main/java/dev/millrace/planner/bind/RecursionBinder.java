package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;

/** A WITH RECURSIVE query that reads itself: a base, UNION or UNION ALL, and a term. */
final class RecursionBinder {

    private final Binding binding;
    private final QueryBinder queries;

    RecursionBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** The query with its WITH queries in sight, but not itself. */
    BoundQuery bind(Ctes.Cte cte) {
        Scope scope = cte.visible();
        SqlNode query = cte.query();
        if (query.getKind() == SqlKind.WITH) {
            scope = queries.declare(((SqlWith) query).withList, scope);
            query = ((SqlWith) query).body;
        }
        if (query instanceof SqlOrderBy clauses) {
            throw refused(clauses);
        }
        if (query.getKind() != SqlKind.UNION) {
            throw new SqlException(
                            SqlState.INVALID_RECURSION,
                            "recursive query \"" + cte.name()
                                    + "\" does not have the form non-recursive-term UNION [ALL] recursive-term")
                    .at(binding.at(cte.query()));
        }
        SqlCall union = (SqlCall) query;
        RecursionCheck.check(union.operand(0), union.operand(1), cte.name(), binding);
        return union(cte, union, scope);
    }

    private SqlException refused(SqlOrderBy clauses) {
        String what = !clauses.orderList.isEmpty() ? "ORDER BY" : clauses.offset != null ? "OFFSET" : "LIMIT";
        return SqlException.unsupported(what + " in a recursive query").at(binding.at(clauses));
    }

    private BoundQuery union(Ctes.Cte cte, SqlCall union, Scope scope) {
        BoundQuery base = queries.bindRows(union.operand(0), scope);
        List<Column> rows = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < base.output().size(); i++) {
            Column column = base.output().get(i);
            String name = i < cte.columns().size() ? cte.columns().get(i) : column.name();
            rows.add(binding.numbers.column(name, column.type(), true));
            columns.add(binding.numbers.column(column.name(), column.type(), true));
        }
        RecursiveUnion.Reference reference = new RecursiveUnion.Reference(scope.ctes().recursionDepth(), rows);
        Ctes inside = scope.ctes().with(cte.recursing(reference));
        BoundQuery term = term(cte, base, union, scope.withCtes(inside));
        boolean isAll = ((SqlSetOperator) union.getOperator()).isAll();
        Rel termRows = term.rel();
        if (!isAll && termRows instanceof Rel.Distinct distinct) {
            // Rows are compared with all that came before anyway.
            termRows = distinct.input();
        }
        RecursiveUnion rel = new RecursiveUnion(
                base.rel(),
                termRows,
                base.output().stream().map(Column::id).toList(),
                term.output().stream().map(Column::id).toList(),
                reference,
                isAll,
                binding.settings.recursionLimit(),
                columns);
        return BoundQuery.unordered(rel, columns);
    }

    private BoundQuery term(Ctes.Cte cte, BoundQuery base, SqlCall union, Scope scope) {
        SqlNode node = union.operand(1);
        BoundQuery term = queries.limits.asRows(queries.bind(node, scope));
        if (base.output().size() != term.output().size()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR, "each UNION query must have the same number of columns")
                    .at(binding.at(node));
        }
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < base.output().size(); i++) {
            Column column = base.output().get(i);
            Expr other = term.output().get(i).reference();
            SqlType common =
                    binding.coercion.common(List.of(column.reference(), other), List.of(union.operand(0), node),
                            "UNION");
            if (!common.equals(column.type())) {
                throw new SqlException(
                                SqlState.DATATYPE_MISMATCH,
                                "recursive query \"" + cte.name() + "\" column " + (i + 1) + " has type "
                                        + column.type() + " in non-recursive term but type " + common + " overall")
                        .withHint("Cast the output of the non-recursive term to the correct type.")
                        .at(binding.at(union.operand(0)));
            }
            types.add(column.type());
        }
        return queries.retype(term, types, node);
    }
}
