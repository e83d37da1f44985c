package dev.millrace.executor.operator;

import java.util.List;
import java.util.stream.Stream;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateReader;

/** Chooses the operator of a recursion by what its term is, and puts it together. */
final class RecursionAssembly {

    private final Recursion plan;
    private final StateTables tables;
    private final Recursion.Dependence dependence;

    RecursionAssembly(Recursion plan, StateTables tables) {
        this.plan = plan;
        this.tables = tables;
        dependence = new Recursion.Dependence(plan.reference());
    }

    /** Tables of the operators inside: the same term may stand in several recursions. */
    static StateTables inside(Recursion recursion, StateTables tables) {
        return new StateTables() {
            @Override
            public int tableId(String uid, int ordinal) {
                return tables.tableId(recursion.uid() + "/" + uid, ordinal);
            }

            @Override
            public boolean isNew(int tableId) {
                return tables.isNew(tableId);
            }

            @Override
            public StateReader reader() {
                return tables.reader();
            }
        };
    }

    Operator operator(LoopBody body) {
        Schema schema = plan.schema();
        IterationLimit limit = new IterationLimit(plan.iterationsMax(), bag(0));
        if (plan.all() && isLinear(plan.term())) {
            return new BagRecursionOperator(schema, body, limit);
        }
        boolean isLossless = schema.fields().stream().allMatch(field -> KeyEncoder.isLossless(field.type()));
        if (!plan.all() && isLossless && isGrowing(plan.term())) {
            int id = tables.tableId(plan.uid(), 1);
            KeyedTable members =
                    new KeyedTable(id, tables.reader(), tables.isNew(id), RecursionMembers.PAYLOAD_BYTES);
            List<Consolidation> others =
                    plan.others().stream().map(other -> new Consolidation(other.schema())).toList();
            return new SetRecursionOperator(schema, body, limit, new RecursionMembers(schema, members), others);
        }
        return new ReplayedRecursionOperator(
                schema, plan.all(), body, limit, Stream.of(1, 2, 3).map(this::bag).toList(),
                new StoredFailures(OrderedTables.of(tables, plan.uid(), 4)));
    }

    private RowBag bag(int ordinal) {
        return new RowBag(plan.schema(), OrderedTables.of(tables, plan.uid(), ordinal));
    }

    /** Whether the rows of a part of the term are, row by row, made of rows of the recursion. */
    private boolean isLinear(Plan part) {
        return switch (part) {
            case Recursion.Input input -> input.uid().equals(plan.reference());
            case Plan.Filter filter -> isLinear(filter.input());
            case Plan.Project project -> isLinear(project.input());
            case Plan.Unnest unnest -> isLinear(unnest.input());
            case Plan.Hop hop -> isLinear(hop.input());
            case Plan.Exchange exchange -> isLinear(exchange.input());
            case Plan.Union union -> union.inputs().stream().allMatch(this::isLinear);
            case Plan.Join join -> isLinear(join);
            case Plan.Scan scan -> false;
            case Plan.Values values -> false;
            case Plan.Aggregate aggregate -> false;
            case Plan.Distinct distinct -> false;
            case Plan.SetOperation set -> false;
            case Plan.TopK top -> false;
            case Plan.TemporalFilter filter -> false;
            case Plan.Window window -> false;
            case SessionWindow session -> false;
            case KeyedProcess process -> false;
            case WindowClose close -> false;
            case AsofJoin join -> false;
            case LookupJoin join -> false;
            case Recursion recursion -> false;
        };
    }

    private boolean isLinear(Plan.Join join) {
        boolean left = dependence.of(join.left());
        boolean right = dependence.of(join.right());
        return switch (join.kind()) {
            case INNER -> left != right && isLinear(left ? join.left() : join.right());
            case LEFT, SEMI, ANTI -> !right && isLinear(join.left());
            case RIGHT -> !left && isLinear(join.right());
            case FULL -> false;
        };
    }

    /** Whether more rows of anything that the term reads can only ever mean more rows of the term. */
    private boolean isGrowing(Plan part) {
        return isLinear(part) && hasOnlyGrowingJoins(part);
    }

    private boolean hasOnlyGrowingJoins(Plan part) {
        if (!dependence.of(part)) {
            return true;
        }
        boolean isGrowing =
                !(part instanceof Plan.Join join) || join.kind() == JoinKind.INNER || join.kind() == JoinKind.SEMI;
        return isGrowing && part.inputs().stream().allMatch(this::hasOnlyGrowingJoins);
    }
}
