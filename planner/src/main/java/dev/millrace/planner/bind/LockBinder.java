package dev.millrace.planner.bind;

import java.util.Set;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.sql.parser.expression.SqlDistinctOn;
import dev.millrace.sql.parser.expression.SqlLocked;
import dev.millrace.sql.parser.expression.SqlLocked.Lock;
import dev.millrace.sql.parser.statement.OnlyName;

/**
 * FOR UPDATE and its like: of a query whose rows are those of tables, each as it is. Whoever would lock a row needs the
 * right to change it.
 */
final class LockBinder {

    private final Binding binding;
    private final QueryBinder queries;

    LockBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** Refuses locks behind a query whose rows are nobody's. @param what of PostgreSQL's message */
    static void refuse(SqlOrderBy clauses, String what) {
        if (clauses instanceof SqlLocked locked) {
            throw refused(locked.locks().getFirst(), what);
        }
    }

    private static SqlException refused(Lock lock, String what) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "FOR " + lock.strength() + " " + what);
    }

    /** What a select, bound, was found to compute. */
    record Computed(boolean hasAggregates, boolean hasWindows, boolean hasSets) {}

    /** @param around where the items of FROM stand */
    void check(SqlSelect select, SqlLocked locked, Computed computed, Scope around) {
        checkPlain(select, locked.locks().getFirst(), computed);
        SqlNode from = select.getFrom();
        for (Lock lock : locked.locks()) {
            if (lock.of().isEmpty() && from != null) {
                new Walk(lock, null, around).lock(from, null, false);
            }
            for (SqlIdentifier name : lock.of()) {
                if (!name.isSimple()) {
                    throw new SqlException(
                                    SqlState.SYNTAX_ERROR,
                                    "FOR " + lock.strength() + " must specify unqualified relation names")
                            .at(binding.at(name));
                }
                if (from == null || !new Walk(lock, name, around).lock(from, null, false)) {
                    throw new SqlException(
                                    SqlState.UNDEFINED_TABLE,
                                    "relation \"" + name.getSimple() + "\" in FOR " + lock.strength()
                                            + " clause not found in FROM clause")
                            .at(binding.at(name));
                }
            }
        }
    }

    private static void checkPlain(SqlSelect select, Lock first, Computed computed) {
        String clause = null;
        if (select.isDistinct() || select instanceof SqlDistinctOn) {
            clause = "DISTINCT clause";
        } else if (select.getGroup() != null) {
            clause = "GROUP BY clause";
        } else if (select.getHaving() != null) {
            clause = "HAVING clause";
        } else if (computed.hasAggregates) {
            clause = "aggregate functions";
        } else if (computed.hasWindows) {
            clause = "window functions";
        } else if (computed.hasSets) {
            clause = "set-returning functions in the target list";
        }
        if (clause != null) {
            throw refused(first, "is not allowed with " + clause);
        }
    }

    /** One clause on its way through FROM. @param wanted the item that it names; null for all */
    private final class Walk {
        private final Lock lock;
        private final SqlIdentifier wanted;
        private final Scope around;

        private Walk(Lock lock, SqlIdentifier wanted, Scope around) {
            this.lock = lock;
            this.wanted = wanted;
            this.around = around;
        }

        /** Whether there was something to lock. */
        private boolean lock(SqlNode item, String alias, boolean isNullable) {
            return switch (item.getKind()) {
                case AS -> lock(
                        ((SqlCall) item).operand(0), ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple(),
                        isNullable);
                case LATERAL, TABLE_REF, EXPLICIT_TABLE -> lock(((SqlCall) item).operand(0), alias, isNullable);
                case IDENTIFIER -> relation((SqlIdentifier) item, alias, isNullable);
                case JOIN -> join((SqlJoin) item, alias, isNullable);
                case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES -> {
                    boolean isMeant = isMeant(alias);
                    if (isMeant) {
                        checkSide(isNullable);
                        rowsOf(item);
                    }
                    yield isMeant;
                }
                default -> rowsOfNobody(alias, "a function");
            };
        }

        private boolean isMeant(String name) {
            return wanted == null || wanted.getSimple().equals(name);
        }

        private void checkSide(boolean isNullable) {
            if (isNullable) {
                throw refused(lock, "cannot be applied to the nullable side of an outer join");
            }
        }

        private boolean rowsOfNobody(String name, String what) {
            if (isMeant(name) && wanted != null) {
                throw refused(lock, "cannot be applied to " + what).at(binding.at(wanted));
            }
            return isMeant(name);
        }

        private boolean join(SqlJoin join, String alias, boolean isNullable) {
            if (alias != null && wanted != null) {
                return rowsOfNobody(alias, "a join");
            }
            JoinType type = join.getJoinType();
            boolean left = lock(join.getLeft(), null, isNullable || type.generatesNullsOnLeft());
            boolean right = lock(join.getRight(), null, isNullable || type.generatesNullsOnRight());
            return left || right;
        }

        private boolean relation(SqlIdentifier written, String alias, boolean isNullable) {
            SqlIdentifier name = OnlyName.plain(written);
            String called = alias == null ? name.names.getLast() : alias;
            if (name.isSimple() && around.ctes().find(name.getSimple()) != null) {
                return rowsOfNobody(called, "a WITH query");
            }
            if (!isMeant(called)) {
                return false;
            }
            checkSide(isNullable);
            new FromBinder(binding, queries).find(name).ifPresent(this::relation);
            return true;
        }

        /** What a view's rows are made of is locked with the rights of its owner. */
        private void relation(PlannerCatalog.Relation relation) {
            binding.references().write(Access.Kind.UPDATE, relation.id(), Set.of());
            if (relation instanceof PlannerCatalog.View view) {
                Binding inner = binding.forView(view);
                new LockBinder(inner, new QueryBinder(inner)).new Walk(lock, null, Scope.NONE)
                        .rowsOf(inner.syntax.statement(view.query()));
            }
        }

        /** A subquery's rows are those of what stands in its FROM. */
        private void rowsOf(SqlNode query) {
            SqlNode body = query instanceof SqlOrderBy ordered ? ordered.query : query;
            if (body instanceof SqlSelect select && select.getFrom() != null) {
                new Walk(lock, null, around).lock(select.getFrom(), null, false);
            }
        }
    }
}
