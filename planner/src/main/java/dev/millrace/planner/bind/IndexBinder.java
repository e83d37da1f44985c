package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.sql.parser.statement.IndexKey;
import dev.millrace.sql.parser.statement.SqlCreateIndex;

/** CREATE INDEX: what it is of, in which order, by which method, and for which rows. */
final class IndexBinder {

    private static final Set<String> METHODS = Set.of("btree", "hash", "gin", "gist", "spgist", "brin");

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    IndexBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.statements = statements;
        this.binding = binding;
        this.queries = queries;
    }

    Statement bind(SqlCreateIndex create) {
        PlannerCatalog.Stored table = table(create);
        String method = create.method() == null ? "btree" : create.method();
        if (!METHODS.contains(method)) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "access method \"" + method + "\" does not exist");
        }
        boolean isOrdered = method.equals("btree");
        if (create.unique() && !isOrdered) {
            throw cannot(method, "unique indexes");
        }
        if (create.keys().size() > 1 && (method.equals("hash") || method.equals("spgist"))) {
            throw cannot(method, "multicolumn indexes");
        }
        Scope scope = new FromBinder(binding, queries).stored(table, Scope.NONE).scope();
        Targets targets = new Targets(binding, queries);
        List<SortKey> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<Integer> reads = new TreeSet<>();
        boolean isOfColumns = true;
        for (IndexKey key : create.keys()) {
            boolean nullsFirst = key.nullsFirst() == null ? key.descending() : key.nullsFirst();
            if (!isOrdered && (key.descending() || key.nullsFirst() != null)) {
                throw cannot(method, key.descending() ? "ASC/DESC options" : "NULLS FIRST/LAST options");
            }
            int column = -1;
            SqlType type;
            if (key.expression() instanceof SqlIdentifier name && name.isSimple()) {
                column = targets.column(table, name);
                type = table.schema().type(column);
                values.add(new Expr.Input(column, type));
                texts.add(TableExpressions.quoted(name.getSimple()));
                names.add(name.getSimple());
            } else {
                Expr value = immutable(key.expression(), "index expressions", "expression", scope);
                type = value.type();
                values.add(IndexExpressions.positional(value, table, scope));
                reads.addAll(read(value, table, scope));
                boolean isCall = key.expression() instanceof SqlCall call
                        && call.getOperator().getSyntax() == SqlSyntax.FUNCTION;
                String text = KeptText.of(key.expression(), binding);
                texts.add(isCall || isInParentheses(text) ? text : "(" + text + ")");
                names.add(isCall ? CallBinder.functionName((SqlCall) key.expression()) : "expr");
                isOfColumns = false;
            }
            requireMethod(method, type);
            keys.add(new SortKey(column, key.descending(), nullsFirst));
        }
        List<Integer> include = create.include().stream().map(name -> targets.column(table, name)).toList();
        if (!include.isEmpty() && !isOrdered && !method.endsWith("gist")) {
            throw cannot(method, "included columns");
        }
        String where = null;
        Expr condition = null;
        if (create.where() != null) {
            condition = immutable(create.where(), "index predicates", "predicate", scope);
            reads.addAll(read(condition, table, scope));
            condition = IndexExpressions.positional(condition, table, scope);
            where = KeptText.of(create.where(), binding);
        }
        boolean areNullsEqual = create.areNullsEqual();
        boolean isPlain = isOfColumns && where == null && include.isEmpty() && isOrdered && !areNullsEqual;
        IndexDetail detail = isPlain
                ? null
                : new IndexDetail(
                        method, isOfColumns ? null : texts, List.copyOf(reads), include, where,
                        areNullsEqual ? true : null, null);
        IndexEntries entries = create.unique() && detail != null && !detail.isPlain()
                ? new IndexEntries(values, condition, areNullsEqual)
                : null;
        Statement.QualifiedName name = create.name() == null ? null : StatementBinder.name(create.name());
        return new Statement.CreateIndex(
                name, table.id(), keys, detail, names, create.unique(), create.ifNotExists(), create.isOnly(), entries,
                statements.options(create.options()));
    }

    /** Whether the first parenthesis is closed by the last. */
    private static boolean isInParentheses(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i > 0 && i == text.length() - 1;
            }
        }
        return false;
    }

    private PlannerCatalog.Stored table(SqlCreateIndex create) {
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(create.table());
        if (relation instanceof PlannerCatalog.View view && view.isPartition()) {
            return binding.catalog.table(view.id()).orElseThrow();
        }
        if (!(relation instanceof PlannerCatalog.Stored table)) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "cannot create index on relation \"" + relation.name() + "\"")
                    .withDetail("This operation is not supported for views.")
                    .at(binding.at(create.table()));
        }
        return table;
    }

    private static SqlException cannot(String method, String what) {
        return new SqlException(
                SqlState.FEATURE_NOT_SUPPORTED, "access method \"" + method + "\" does not support " + what);
    }

    private Expr immutable(SqlNode node, String clause, String what, Scope scope) {
        Frame frame = new Frame(scope, clause);
        Expr value = what.equals("predicate")
                ? queries.expressions.condition(node, frame, "WHERE")
                : binding.coercion.decided(queries.expressions.bind(node, frame), node);
        if (frame.hasSubqueries()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in index " + what)
                    .at(binding.at(node));
        }
        GeneratedColumns generated = new GeneratedColumns(binding, queries);
        if (generated.isAny(value, Volatility.STABLE) || generated.isAny(value, Volatility.VOLATILE)) {
            throw new SqlException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "functions in index " + what + " must be marked IMMUTABLE");
        }
        return value;
    }

    private static Set<Integer> read(Expr value, PlannerCatalog.Stored table, Scope scope) {
        Set<Integer> read = new TreeSet<>();
        for (Scope.Named named : scope.columns()) {
            if (Expressions.columns(value).get(named.column().id())) {
                read.add(table.schema().indexOf(named.name()));
            }
        }
        return read;
    }

    /** @throws SqlException 42704 for values that a method has no order or parts of */
    private static void requireMethod(String method, SqlType type) {
        boolean isKnown = switch (method) {
            case "gin" -> type.element() != null || type.kind() == SqlType.Kind.JSONB;
            case "gist" -> type.kind() == SqlType.Kind.NUMRANGE || type.kind() == SqlType.Kind.NUMMULTIRANGE;
            case "spgist" -> type.kind() == SqlType.Kind.NUMRANGE || type.kind() == SqlType.Kind.TEXT;
            default -> true;
        };
        if (!isKnown) {
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT,
                    "data type " + type.named() + " has no default operator class for access method \"" + method + "\"")
                    .withHint("You must specify an operator class for the index or define a default operator class for"
                            + " the data type.");
        }
    }
}
