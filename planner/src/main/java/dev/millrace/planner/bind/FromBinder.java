package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.statement.OnlyName;

/**
 * The items of FROM: relations, views (expanded), WITH queries, subqueries, windows over tables; joins go to {@link
 * JoinBinder}.
 */
final class FromBinder {

    /**
     * What a FROM clause provides.
     *
     * @param order in which the rows come: that of a subquery or a function which is all of FROM
     * @param nature in which lists are made of the rows when nothing else is said: by the keys of tables, and as
     *     functions count
     */
    record From(Rel rel, Scope scope, List<Order> order, List<Order> nature) {
        From(Rel rel, Scope scope, List<Order> order) {
            this(rel, scope, order, order);
        }

        From(Rel rel, Scope scope) {
            this(rel, scope, List.of());
        }

        /** A join of two, whose columns are all there. */
        From ofJoined(From left, From right) {
            List<Order> both = new ArrayList<>(left.nature());
            both.addAll(right.nature());
            return both.stream().allMatch(one -> isColumn(one.column()))
                    ? new From(rel, scope, List.of(), both)
                    : this;
        }

        private boolean isColumn(int id) {
            return rel.columns().stream().anyMatch(column -> column.id() == id);
        }
    }

    private final Binding binding;
    private final QueryBinder queries;

    FromBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** @param around an empty level whose outer queries and WITH queries the items may use */
    From bind(SqlNode item, Scope around) {
        binding.enter();
        try {
            From from = switch (item.getKind()) {
                case IDENTIFIER -> table((SqlIdentifier) item, around);
                case TABLE_REF, EXPLICIT_TABLE -> bind(((SqlCall) item).operand(0), around);
                case AS -> aliased((SqlCall) item, around);
                case JOIN -> new JoinBinder(binding, this, queries).bind((SqlJoin) item, around);
                case LATERAL -> bind(((SqlCall) item).operand(0), around);
                case SELECT, UNION, INTERSECT, EXCEPT, VALUES, WITH, ORDER_BY -> subquery(item, around);
                case COLLECTION_TABLE -> call(((SqlCall) item).operand(0), around);
                case TABLESAMPLE -> throw unsupported("TABLESAMPLE", item);
                case SNAPSHOT -> new PastBinder(binding, this, queries).bind((SqlCall) item, around);
                case MATCH_RECOGNIZE -> throw unsupported("MATCH_RECOGNIZE", item);
                case PIVOT, UNPIVOT -> throw unsupported("PIVOT", item);
                default -> call(item, around);
            };
            if (binding.meanings != null) {
                binding.meanings.item(item, from.scope().columns());
            }
            return from;
        } finally {
            binding.leave();
        }
    }

    private SqlException unsupported(String what, SqlNode at) {
        return SqlException.unsupported(what).at(binding.at(at));
    }

    private From call(SqlNode item, Scope around) {
        if (item instanceof SqlCall call) {
            return new TableFunctions(binding, this, queries).bind(call, around);
        }
        throw unsupported("this item of FROM", item);
    }

    private From subquery(SqlNode query, Scope around) {
        BoundQuery bound = queries.bindOrderedRows(query, around);
        List<Scope.Named> columns = named(bound.output());
        // Without an alias the columns are visible and the subquery has no name to qualify them with.
        Scope.Table table = new Scope.Table(null, "", columns, null);
        return new From(bound.rel(), Scope.of(table, around), bound.order());
    }

    static List<Scope.Named> named(List<Column> columns) {
        return columns.stream().map(column -> new Scope.Named(column.name(), column)).toList();
    }

    // ---- relations --------------------------------------------------------------------------------------------------

    private From table(SqlIdentifier written, Scope around) {
        SqlIdentifier name = OnlyName.plain(written);
        if (name.isSimple()) {
            Ctes.Cte cte = around.ctes().find(name.getSimple());
            if (cte != null) {
                return commonTable(cte, name, around);
            }
            From changed = TransitionTable.find(name, around, binding);
            if (changed != null) {
                return changed;
            }
        }
        PlannerCatalog.Relation relation = resolve(name);
        binding.references().read(relation);
        if (binding.meanings != null && OnlyName.is(written)) {
            binding.meanings.only(written, name);
        }
        return switch (relation) {
            case PlannerCatalog.Stored stored -> {
                From tree = OnlyName.is(written) ? null : new HeirBinder(binding).rows(stored, around);
                yield tree == null ? stored(stored, around) : tree;
            }
            case PlannerCatalog.View view -> view(view, around);
        };
    }

    private From commonTable(Ctes.Cte cte, SqlIdentifier name, Scope around) {
        if (cte.written() != null) {
            return written(cte, name, around);
        }
        BoundQuery bound = cte.rows() != null
                ? recursing(cte.rows())
                : cte.isRecursive()
                        ? new RecursionBinder(binding, queries).bind(cte)
                        : queries.bindOrderedRows(cte.query(), cte.visible());
        List<Scope.Named> columns = renamed(named(bound.output()), cte.columns(), cte.name(), name);
        for (int i = cte.rows() == null ? columns.size() : columns.size() - cte.added(); i < columns.size(); i++) {
            columns.set(i, new Scope.Named(columns.get(i).name(), columns.get(i).column(), true));
        }
        Scope.Table table = new Scope.Table(null, cte.name(), columns, null);
        return new From(bound.rel(), Scope.of(table, around), bound.order());
    }

    /** Columns of its own: through another query of WITH it may be read more than once. */
    private BoundQuery recursing(RecursiveUnion.Reference rows) {
        List<Column> columns = rows.columns().stream().map(binding.numbers::copyOf).toList();
        List<Expr> expressions = rows.columns().stream().map(column -> (Expr) column.reference()).toList();
        return BoundQuery.unordered(new Rel.Project(rows, expressions, columns), columns);
    }

    /** What another part of the statement returns. */
    private From written(Ctes.Cte cte, SqlIdentifier name, Scope around) {
        if (!cte.written().isReturned()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "WITH query \"" + cte.name() + "\" does not have a RETURNING clause")
                    .at(binding.at(name));
        }
        binding.partsRead().add(cte.written().part());
        From rows = rows(cte.written().rows(), around);
        List<Scope.Named> columns = renamed(rows.scope().columns(), cte.columns(), cte.name(), name);
        return new From(rows.rel(), Scope.of(new Scope.Table(null, cte.name(), columns, null), around));
    }

    PlannerCatalog.Relation resolve(SqlIdentifier written) {
        SqlIdentifier name = OnlyName.plain(written);
        return find(name).orElseThrow(() -> {
            SqlException fault = new SqlException(
                            SqlState.UNDEFINED_TABLE,
                            "relation \"" + String.join(".", name.names) + "\" does not exist")
                    .at(binding.at(name));
            return NearestName.of(name.names.getLast(), binding.catalog.relationNames())
                    .map(near -> fault.withHint("Perhaps you meant the relation \"" + near + "\"."))
                    .orElse(fault);
        });
    }

    Optional<PlannerCatalog.Relation> find(SqlIdentifier name) {
        if (name.names.size() > 3) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "improper relation name (too many dotted names): " + String.join(".", name.names))
                    .at(binding.at(name));
        }
        Optional<PlannerCatalog.Relation> found = binding.resolve(name.names);
        if (binding.meanings != null) {
            found.ifPresent(relation -> binding.meanings.relation(name, relation));
        }
        return found;
    }

    /** The relation {@link From#rel} has all columns at their positions; its scope those that are not hidden. */
    From stored(PlannerCatalog.Stored stored, Scope around) {
        binding.dependOn(stored.id());
        return rows(stored, around);
    }

    From rows(PlannerCatalog.Stored stored, Scope around) {
        List<Column> columns = new ArrayList<>();
        List<Column> visible = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (Schema.Field field : stored.schema().fields()) {
            Column column = binding.numbers.column(field.name(), field.type(), field.nullable());
            if (!stored.isHidden(columns.size())) {
                visible.add(column);
            }
            positions.add(columns.size());
            columns.add(column);
        }
        binding.references().add(stored.id(), columns);
        Scope.Table table = new Scope.Table(stored.schemaName(), stored.name(), named(visible), stored);
        List<Order> byKey = stored.key().stream()
                .map(position -> new Order(columns.get(position).id(), false, false))
                .toList();
        return new From(new Rel.Get(stored, positions, columns), Scope.of(table, around), List.of(), byKey);
    }

    From view(PlannerCatalog.View view, Scope around) {
        binding.dependOn(view.id());
        Binding inner = binding.forView(view);
        BoundQuery bound = new QueryBinder(inner).bindRows(inner.syntax.statement(view.query()), Scope.NONE);
        List<String> names = view.schema().fields().stream().map(Schema.Field::name).toList();
        List<Scope.Named> columns = new ArrayList<>();
        for (int i = 0; i < Math.min(names.size(), bound.output().size()); i++) {
            columns.add(new Scope.Named(names.get(i), bound.output().get(i)));
        }
        binding.references().add(view.id(), columns.stream().map(Scope.Named::column).toList());
        PlannerCatalog.Stored partition = view.isPartition() ? binding.catalog.table(view.id()).orElseThrow() : null;
        Scope.Table table =
                new Scope.Table(view.schemaName(), view.name(), columns, partition, view.id(), false);
        return new From(bound.rel(), Scope.of(table, around));
    }

    // ---- aliases ----------------------------------------------------------------------------------------------------

    private From aliased(SqlCall as, Scope around) {
        if (as.operandCount() > 2 && !(as.operand(2) instanceof SqlIdentifier)) {
            return defined(as, around);
        }
        From inner = bind(as.operand(0), around);
        SqlIdentifier alias = as.operand(1);
        List<String> columnNames = as.getOperandList().stream()
                .skip(2)
                .map(node -> ((SqlIdentifier) node).getSimple())
                .toList();
        Scope.Table only = inner.scope().tables().size() == 1 ? inner.scope().tables().getFirst() : null;
        PlannerCatalog.Stored stored = only == null ? null : only.stored();
        int count = inner.scope().columns().size() - (RowFunctions.isNumbered(as.operand(0)) ? 1 : 0);
        boolean isNamedByAlias = count == 1
                && SetReturning.valueOf(inner.scope().tables().getFirst()) == null
                && !hasOwnNames(as.operand(0));
        if (columnNames.isEmpty() && isFunction(as.operand(0)) && isNamedByAlias) {
            // A function's alias names its column too.
            columnNames = List.of(alias.getSimple());
        }
        List<Scope.Named> columns = renamed(inner.scope().columns(), columnNames, alias.getSimple(), alias);
        Scope.Table table = new Scope.Table(
                null, alias.getSimple(), columns, stored, only == null ? 0 : only.relation(), false);
        return new From(inner.rel(), Scope.of(table, around), inner.order(), inner.nature());
    }

    /** {@code f(x) AS name(column type, ...)}. */
    private From defined(SqlCall as, Scope around) {
        List<SqlNode> definitions = as.getOperandList().subList(2, as.operandCount());
        boolean isAll = definitions.stream().noneMatch(SqlIdentifier.class::isInstance);
        SqlCall function = isAll && as.operand(0) instanceof SqlCall call && isFunction(call) ? plain(call) : null;
        From inner = function == null
                ? null
                : new TableFunctions(binding, this, queries).routine(function, definitions, around);
        if (inner == null && (function == null || !RowFunctions.isRows(function))) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "a column definition list is only allowed for functions returning \"record\"")
                    .at(binding.at(as.operand(1)));
        }
        if (inner == null) {
            inner = new RowFunctions(binding, queries.expressions).bind(function, definitions, around);
        }
        SqlIdentifier alias = as.operand(1);
        Scope.Table table = new Scope.Table(null, alias.getSimple(), inner.scope().columns(), null);
        return new From(inner.rel(), Scope.of(table, around));
    }

    /** Without LATERAL, which says nothing of a function. */
    private static SqlCall plain(SqlCall item) {
        boolean isWrapped = item.getKind() == SqlKind.LATERAL || item.getKind() == SqlKind.COLLECTION_TABLE;
        return isWrapped && item.operand(0) instanceof SqlCall inner ? plain(inner) : item;
    }

    private List<Scope.Named> renamed(
            List<Scope.Named> columns, List<String> names, String table, SqlNode at) {
        if (names.size() > columns.size()) {
            throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "table \"" + table + "\" has " + columns.size() + " columns available but " + names.size()
                                    + " columns specified")
                    .at(binding.at(at));
        }
        List<Scope.Named> renamed = new ArrayList<>(columns);
        for (int i = 0; i < names.size(); i++) {
            renamed.set(i, new Scope.Named(names.get(i), columns.get(i).column(), columns.get(i).isAside()));
        }
        return renamed;
    }

    /** Whether an item is a function of people's that names what it returns. */
    private boolean hasOwnNames(SqlNode item) {
        return isFunction(item) && item instanceof SqlCall call
                && queries.expressions.calls.routines.named(plain(call)).stream()
                        .anyMatch(one -> one.returnsRows() || one.hasNamedResult()
                                || one.result().kind() == SqlType.Kind.RECORD);
    }

    static boolean isFunction(SqlNode item) {
        return switch (item.getKind()) {
            case LATERAL -> isFunction(((SqlCall) item).operand(0));
            case IDENTIFIER, TABLE_REF, EXPLICIT_TABLE, SNAPSHOT, AS, JOIN, SELECT, UNION, INTERSECT, EXCEPT, VALUES,
                    WITH, ORDER_BY -> false;
            default -> true;
        };
    }

    /** True for items that can see the columns of the items before them. */
    static boolean isLateral(SqlNode item) {
        if (item.getKind() == SqlKind.AS) {
            return isLateral(((SqlCall) item).operand(0));
        }
        if (item instanceof SqlJoin join) {
            return isLateral(join.getLeft()) || isLateral(join.getRight());
        }
        boolean isWindow = item instanceof SqlCall call
                && isFunction(item)
                && List.of("tumble", "hop", "cumulate", "session").contains(CallBinder.functionName(call));
        return item.getKind() == SqlKind.LATERAL || item.getKind() == SqlKind.SNAPSHOT || isFunction(item) && !isWindow;
    }
}
