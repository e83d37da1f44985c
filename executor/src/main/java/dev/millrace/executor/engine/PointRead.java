package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.storage.ByteWriter;

/**
 * The access path of a query for the row under one key: a scan, a filter that fixes every key column and says nothing
 * else, columns picked from it or computed of it. What its operators would do is one lookup in the snapshot, so there
 * are none. Found once for a plan, for any values of its parameters; immutable, and shared by sessions.
 */
public final class PointRead {

    private final long relation;
    private final List<Expr> keys;
    /** Each column once. */
    private final List<Integer> columns;
    /** Positions in {@link #columns} of what is wanted, where that is something else. */
    private final List<Integer> wanted;
    private final List<Expr> expressions;
    private final KeyCodec codec;

    private PointRead(Shape shape, List<SqlType> keyTypes, List<Expr> keys) {
        relation = shape.relation;
        this.keys = keys;
        columns = shape.columns.stream().distinct().toList();
        wanted = columns.equals(shape.columns) ? null : shape.columns.stream().map(columns::indexOf).toList();
        expressions = shape.expressions;
        codec = KeyCodec.ascending(keyTypes, KeyCodec.Form.EQUALITY);
    }

    /** Null when the query is of another kind. */
    public static PointRead of(QueryPlan query, Snapshot snapshot) {
        boolean isCut = query.offset() != null || query.limit() != null;
        Shape shape = isCut ? null : Shape.of(query);
        RelationSnapshot stored = shape == null ? null : snapshot.relation(shape.relation);
        if (stored == null || stored.layout().kind() != RelationLayout.Kind.KEYED) {
            return null;
        }
        int[] keyColumns = stored.layout().keyColumns();
        Expr[] keys = new Expr[keyColumns.length];
        if (keys.length == 0 || shape.conditions.size() != keys.length) {
            return null;
        }
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            types.add(stored.layout().schema().type(keyColumns[i]));
            for (Equality equality : shape.conditions) {
                keys[i] = equality.column == keyColumns[i] ? equality.value : keys[i];
            }
            if (keys[i] == null || !isOfType(keys[i].type(), types.get(i))) {
                return null;
            }
        }
        return new PointRead(shape, types, List.of(keys));
    }

    /** What the key columns are to equal, in the key's order: literals, or expressions of parameters. */
    public List<Expr> keys() {
        return keys;
    }

    /** What the result is computed of what {@link #read} gives; null when it is just that. May hold parameters. */
    public List<Expr> expressions() {
        return expressions;
    }

    /**
     * The row as the transaction sees it, or no row; the read is noted for validation.
     *
     * @param values of {@link #keys}
     * @return null when the transaction has written and reads a view: then the query has to be run
     */
    public DeltaBatch read(List<Expr.Literal> values, Transaction transaction, Cancellation cancellation) {
        cancellation.check();
        if (!transaction.writes().isEmpty() && isView(transaction.snapshot())) {
            return null;
        }
        transaction.snapshot().checkReadable(relation);
        RelationSnapshot stored = transaction.relation(relation);
        ByteWriter key = new ByteWriter(32);
        KeyCodec encoder = codec.copy();
        for (int i = 0; i < values.size(); i++) {
            Expr.Literal value = values.get(i);
            Column column = Literals.column(value);
            encoder.encodeField(i, column, 0, key);
            if (value.value() == null) {
                // Nothing equals NULL.
                return none(stored);
            }
        }
        byte[] bytes = key.toByteArray();
        transaction.noteRead(relation, KeyRange.point(bytes));
        DeltaBatch row = stored.row(bytes, columns);
        if (row == null) {
            return none(stored);
        }
        return wanted == null ? row : row.project(wanted);
    }

    private DeltaBatch none(RelationSnapshot stored) {
        DeltaBatch none = DeltaBatch.empty(stored.layout().schema().select(columns));
        return wanted == null ? none : none.project(wanted);
    }

    private boolean isView(Snapshot snapshot) {
        ObjectDefinition object = snapshot.objects().get(relation);
        return object == null || object.body() instanceof ObjectDefinition.View;
    }

    /** CHAR equals with other blanks behind it, which its bytes do not show. */
    private static boolean isOfType(SqlType value, SqlType column) {
        boolean sameKind = value.kind() == column.kind() || value.kind().isText() && column.kind().isText();
        return sameKind && column.kind() != SqlType.Kind.CHAR && value.kind() != SqlType.Kind.CHAR;
    }

    private record Equality(int column, Expr value) {}

    /**
     * A plan seen as: of the rows of a relation that fulfil all of these, these columns.
     *
     * @param expressions of these columns; null when nothing is computed
     */
    private record Shape(long relation, List<Equality> conditions, List<Integer> columns, List<Expr> expressions) {

        static Shape of(QueryPlan query) {
            Shape shape = of(query.root());
            if (shape == null || shape.conditions.isEmpty()) {
                return null;
            }
            // Columns behind those of the result only serve the order, and one row has none.
            int size = query.result().size();
            return shape.expressions == null
                    ? new Shape(shape.relation, shape.conditions, shape.columns.subList(0, size), null)
                    : new Shape(shape.relation, shape.conditions, shape.columns, shape.expressions.subList(0, size));
        }

        private static Shape of(Plan plan) {
            if (plan instanceof Plan.Scan scan) {
                return new Shape(scan.relation(), List.of(), scan.columns(), null);
            }
            if (plan instanceof Plan.Exchange exchange) {
                return of(exchange.input());
            }
            if (!(plan instanceof Plan.Filter) && !(plan instanceof Plan.Project)) {
                return null;
            }
            Shape input = of(plan.inputs().getFirst());
            if (input == null || input.expressions != null) {
                return null;
            }
            return switch (plan) {
                case Plan.Filter filter -> input.conditions.isEmpty() ? input.filtered(filter.condition()) : null;
                case Plan.Project project -> input.projected(project.expressions());
                case Plan other -> null;
            };
        }

        private Shape filtered(Expr condition) {
            List<Expr> all = condition instanceof Expr.And and ? and.operands() : List.of(condition);
            List<Equality> equalities = new ArrayList<>();
            for (Expr one : all) {
                Equality equality = one instanceof Expr.Call call && call.function().startsWith("=(")
                        ? equality(call.operands().get(0), call.operands().get(1))
                        : null;
                if (equality == null) {
                    return null;
                }
                equalities.add(equality);
            }
            return new Shape(relation, equalities, columns, null);
        }

        private Equality equality(Expr left, Expr right) {
            if (left instanceof Expr.Input input && isConstant(right)) {
                return new Equality(columns.get(input.index()), right);
            }
            return right instanceof Expr.Input input && isConstant(left)
                    ? new Equality(columns.get(input.index()), left)
                    : null;
        }

        /** Casts of parameters become constants when these get their values. */
        private static boolean isConstant(Expr expression) {
            return switch (expression) {
                case Expr.Literal _, Expr.Parameter _ -> true;
                case Expr.Cast cast -> isConstant(cast.operand());
                case Expr other -> false;
            };
        }

        private Shape projected(List<Expr> all) {
            List<Integer> picked = new ArrayList<>();
            for (Expr expression : all) {
                if (!(expression instanceof Expr.Input input)) {
                    return new Shape(relation, conditions, columns, all);
                }
                picked.add(columns.get(input.index()));
            }
            return new Shape(relation, conditions, picked, null);
        }
    }
}
