package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.planner.PlannerCatalog;

/**
 * A node of the logical plan: a relation, said without saying how to keep it up to date. Immutable. The two inputs of a
 * join never have a column number in common.
 */
public sealed interface Rel
        permits Rel.Get, Rel.Values, Rel.Filter, Rel.Project, Rel.Join, Rel.Apply, Rel.Aggregate, Rel.Distinct,
                Rel.Union, Rel.SetOperation, Rel.TopK, Rel.Hop, Unnest, Window, SessionWindow, KeyedProcess, AsofJoin,
                LookupJoin, RecursiveUnion, RecursiveUnion.Reference {

    /** The columns of the result, in an order that only {@link Values} and tests care for. */
    List<Column> columns();

    default List<Rel> inputs() {
        return List.of();
    }

    /** The same node over other inputs, which must still provide the columns it uses. */
    default Rel withInputs(List<Rel> inputs) {
        return this;
    }

    /** Every expression the node itself evaluates. */
    default List<Expr> expressions() {
        return List.of();
    }

    /** The same node with each of its expressions rewritten. */
    default Rel withExpressions(UnaryOperator<Expr> rewrite) {
        return this;
    }

    /** Some columns of a stored relation; {@code positions} say which, in the relation's schema. */
    record Get(PlannerCatalog.Stored relation, List<Integer> positions, List<Column> columns) implements Rel {
        public Get {
            positions = List.copyOf(positions);
            columns = List.copyOf(columns);
        }
    }

    /** Constant rows. The expressions have no inputs, except outer references before decorrelation. */
    record Values(List<List<Expr>> rows, List<Column> columns) implements Rel {
        public Values {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
        }

        /** One row without columns: what SELECT without FROM selects from. */
        public static Values oneRow() {
            return new Values(List.of(List.of()), List.of());
        }

        public static Values empty(List<Column> columns) {
            return new Values(List.of(), columns);
        }

        @Override
        public List<Expr> expressions() {
            return rows.stream().flatMap(List::stream).toList();
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Values(rows.stream().map(row -> row.stream().map(rewrite).toList()).toList(), columns);
        }
    }

    record Filter(Rel input, Expr condition) implements Rel {
        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Filter(inputs.getFirst(), condition);
        }

        @Override
        public List<Expr> expressions() {
            return List.of(condition);
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Filter(input, rewrite.apply(condition));
        }
    }

    /** Computes {@code columns} from {@code expressions}; a column passed on keeps its number. */
    record Project(Rel input, List<Expr> expressions, List<Column> columns) implements Rel {
        public Project {
            expressions = List.copyOf(expressions);
            columns = List.copyOf(columns);
            if (expressions.size() != columns.size()) {
                throw new IllegalArgumentException("expressions and columns differ in number");
            }
        }

        /** Only these columns of the input. */
        public static Rel of(Rel input, List<Column> columns) {
            return new Project(input, columns.stream().map(c -> (Expr) c.reference()).toList(), columns);
        }

        /** All columns of the input, and more. */
        public static Rel extend(Rel input, List<Expr> expressions, List<Column> columns) {
            if (columns.isEmpty()) {
                return input;
            }
            List<Expr> allExpressions = new ArrayList<>();
            input.columns().forEach(c -> allExpressions.add(c.reference()));
            allExpressions.addAll(expressions);
            List<Column> allColumns = new ArrayList<>(input.columns());
            allColumns.addAll(columns);
            return new Project(input, allExpressions, allColumns);
        }

        /** True when this only drops or reorders columns. */
        public boolean isSelection() {
            return IntStream.range(0, columns.size()).allMatch(this::passesOn);
        }

        /** True when column {@code i} is an input column under its own number. */
        public boolean passesOn(int i) {
            return expressions.get(i) instanceof Expr.Input in && in.index() == columns.get(i).id();
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Project(inputs.getFirst(), expressions, columns);
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Project(input, expressions.stream().map(rewrite).toList(), columns);
        }
    }

    /** Before decorrelation an inner join's condition may also hold outer references. */
    record Join(Rel left, Rel right, JoinKind kind, Expr condition) implements Rel {
        @Override
        public List<Column> columns() {
            return Expressions.joined(left, right, kind);
        }

        @Override
        public List<Rel> inputs() {
            return List.of(left, right);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Join(inputs.get(0), inputs.get(1), kind, condition);
        }

        @Override
        public List<Expr> expressions() {
            return List.of(condition);
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Join(left, right, kind, rewrite.apply(condition));
        }
    }

    /**
     * A join whose right side may refer to the left one's columns: INNER, LEFT, SEMI or ANTI. Gone after
     * decorrelation.
     */
    record Apply(Rel left, Rel right, JoinKind kind, Expr condition) implements Rel {
        @Override
        public List<Column> columns() {
            return Expressions.joined(left, right, kind);
        }

        @Override
        public List<Rel> inputs() {
            return List.of(left, right);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Apply(inputs.get(0), inputs.get(1), kind, condition);
        }

        @Override
        public List<Expr> expressions() {
            return List.of(condition);
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Apply(left, right, kind, rewrite.apply(condition));
        }
    }

    /**
     * An aggregate's call; arguments, filter and order are columns of the input.
     *
     * @param filter null when every row counts
     */
    record Call(
            Column column, String function, List<Expr> arguments, boolean distinct, Expr filter, List<Order> order) {
        public Call {
            arguments = List.copyOf(arguments);
            order = List.copyOf(order);
        }

        Call rewrite(UnaryOperator<Expr> rewrite) {
            Expr rewritten = filter == null ? null : rewrite.apply(filter);
            return new Call(
                    column, function, arguments.stream().map(rewrite).toList(), distinct, rewritten, order);
        }
    }

    /** Keys keep their numbers. Without keys: one row, always. */
    record Aggregate(Rel input, List<Column> keys, List<Call> calls) implements Rel {
        public Aggregate {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Column> columns() {
            List<Column> all = new ArrayList<>(keys);
            calls.forEach(call -> all.add(call.column()));
            return all;
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Aggregate(inputs.getFirst(), keys, calls);
        }

        @Override
        public List<Expr> expressions() {
            List<Expr> all = new ArrayList<>();
            keys.forEach(key -> all.add(key.reference()));
            for (Call call : calls) {
                all.addAll(call.arguments());
                if (call.filter() != null) {
                    all.add(call.filter());
                }
            }
            return all;
        }

        @Override
        public Rel withExpressions(UnaryOperator<Expr> rewrite) {
            return new Aggregate(input, keys, calls.stream().map(c -> c.rewrite(rewrite)).toList());
        }
    }

    record Distinct(Rel input) implements Rel {
        @Override
        public List<Column> columns() {
            return input.columns();
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Distinct(inputs.getFirst());
        }
    }

    /** UNION ALL. {@code sources}: for each input, the numbers of its columns that feed {@code columns}. */
    record Union(List<Rel> inputs, List<List<Integer>> sources, List<Column> columns) implements Rel {
        public Union {
            inputs = List.copyOf(inputs);
            sources = List.copyOf(sources);
            columns = List.copyOf(columns);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Union(inputs, sources, columns);
        }
    }

    /** INTERSECT or EXCEPT; all columns count, so none can be dropped. */
    record SetOperation(
            Plan.SetOperation.Kind kind,
            boolean all,
            Rel left,
            Rel right,
            List<Integer> leftSources,
            List<Integer> rightSources,
            List<Column> columns)
            implements Rel {
        public SetOperation {
            leftSources = List.copyOf(leftSources);
            rightSources = List.copyOf(rightSources);
            columns = List.copyOf(columns);
        }

        @Override
        public List<Rel> inputs() {
            return List.of(left, right);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new SetOperation(kind, all, inputs.get(0), inputs.get(1), leftSources, rightSources, columns);
        }
    }

    /**
     * The rows at some positions of each partition.
     *
     * @param rank column that gets the position, or null
     */
    record TopK(
            Rel input, List<Integer> partition, List<Order> order, long offset, long limit, boolean withTies,
                    Column rank)
            implements Rel {
        public TopK {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }

        @Override
        public List<Column> columns() {
            if (rank == null) {
                return input.columns();
            }
            List<Column> all = new ArrayList<>(input.columns());
            all.add(rank);
            return all;
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new TopK(inputs.getFirst(), partition, order, offset, limit, withTies, rank);
        }
    }

    /** Assigns rows to windows; see {@code Plan.Hop}. */
    record Hop(Rel input, Column time, TimeWindows windows, Column start, Column end) implements Rel {
        @Override
        public List<Column> columns() {
            List<Column> all = new ArrayList<>(input.columns());
            all.add(start);
            all.add(end);
            return all;
        }

        @Override
        public List<Rel> inputs() {
            return List.of(input);
        }

        @Override
        public Rel withInputs(List<Rel> inputs) {
            return new Hop(inputs.getFirst(), time, windows, start, end);
        }

        @Override
        public List<Expr> expressions() {
            return List.of(time.reference());
        }
    }
}
