package dev.millrace.planner.bind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.sql.parser.statement.IndexKey;
import dev.millrace.sql.parser.statement.OnConflict;

/** Which unique indexes ON CONFLICT means: those of just these keys that have every row of the condition. */
final class ConflictTarget {

    private final Binding binding;
    private final Target into;
    private final IndexExpressions expressions;

    ConflictTarget(Binding binding, Target into) {
        this.binding = binding;
        this.into = into;
        expressions = new IndexExpressions(binding, into.table());
    }

    List<String> names(OnConflict clause) {
        Set<Integer> columns = new TreeSet<>();
        Set<Expr> values = new HashSet<>();
        for (IndexKey key : clause.keys()) {
            if (key.descending() || key.nullsFirst() != null) {
                throw new SqlException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                (key.descending() ? "ASC/DESC" : "NULLS FIRST/LAST")
                                        + " is not allowed in ON CONFLICT clause")
                        .at(binding.source.position(key.pos()));
            }
            if (key.expression() instanceof SqlIdentifier name && name.isSimple()) {
                columns.add(into.column(name));
            } else {
                values.add(expressions.written(key.expression(), false));
            }
        }
        Set<Expr> condition = clause.keyWhere() == null
                ? Set.of()
                : parts(expressions.written(clause.keyWhere(), true));
        into.note(Access.Kind.SELECT, columns);
        List<String> names = into.table().uniqueKeys().stream()
                .filter(key -> isMeant(key, columns, values, condition))
                .map(PlannerCatalog.UniqueKey::name)
                .toList();
        if (names.isEmpty()) {
            throw new SqlException(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "there is no unique or exclusion constraint matching the ON CONFLICT specification");
        }
        return names;
    }

    private boolean isMeant(
            PlannerCatalog.UniqueKey key, Set<Integer> columns, Set<Expr> values, Set<Expr> condition) {
        Set<Integer> own = new TreeSet<>(key.columns());
        own.remove(-1);
        if (!own.equals(columns)) {
            return false;
        }
        IndexDetail detail = key.detail();
        Set<Expr> computed = new HashSet<>();
        for (int i = 0; i < key.columns().size(); i++) {
            if (key.columns().get(i) < 0) {
                computed.add(expressions.kept(detail.keys().get(i), false));
            }
        }
        boolean isWhole = detail == null || detail.where() == null;
        return computed.equals(values)
                && (isWhole || condition.containsAll(parts(expressions.kept(detail.where(), true))));
    }

    private static Set<Expr> parts(Expr condition) {
        return condition instanceof Expr.And and ? new HashSet<>(and.operands()) : Set.of(condition);
    }
}
