package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.planner.WithModifications;
import dev.millrace.sql.parser.statement.SqlDelete;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlMerge;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlUpdate;

/** Statements whose WITH writes rows: each part is bound for itself, and sees the others as relations. */
final class WithModificationsBinder {

    private final Binding binding;
    private final QueryCompiler compiler;

    WithModificationsBinder(Binding binding, QueryCompiler compiler) {
        this.binding = binding;
        this.compiler = compiler;
    }

    /** The WITH of a whole statement, if it writes rows; else null. */
    static SqlNodeList of(SqlNode statement) {
        SqlNodeList with = switch (statement) {
            case SqlOrderBy ordered when ordered.query instanceof SqlWith query -> query.withList;
            case SqlWith query -> query.withList;
            case SqlInsert insert -> insert.with();
            case SqlUpdate update -> update.with();
            case SqlDelete delete -> delete.with();
            case SqlMerge merge -> merge.with();
            default -> null;
        };
        return with != null && isModifying(with) ? with : null;
    }

    static boolean isModifying(SqlNodeList with) {
        return with.stream().anyMatch(item -> ((SqlWithItem) item).query instanceof SqlStatement);
    }

    /** A statement that asks a query about rows that it writes is one of a single part: the query sees what it saw. */
    static Statement alone(Statement statement, Binding binding) {
        boolean asks = switch (statement) {
            case Statement.Insert insert -> asks(insert.returning())
                    || insert.onConflict() != null && insert.onConflict().query() != null;
            case Statement.Update update -> asks(update.returning());
            case Statement.Delete delete -> asks(delete.returning());
            case TreeChange tree -> asks(tree.returning());
            case CurrentOf row when alone(row.change(), binding) != row.change() ->
                throw SqlException.unsupported("a subquery in RETURNING with WHERE CURRENT OF");
            case Statement other -> false;
        };
        return asks
                ? new WithModifications(
                        List.of(), statement, List.of(), binding.parameters.decided(), binding.dependencies())
                : statement;
    }

    private static boolean asks(Statement.Returning returning) {
        return returning != null && returning.query() != null;
    }

    Statement bind(SqlNode statement, SqlNodeList with) {
        WithItems items = new WithItems(with, binding);
        Scope scope = Scope.inside(Scope.NONE);
        List<WithModifications.Part> parts = new ArrayList<>();
        for (SqlWithItem item : items.ordered()) {
            QueryBinder queries = new QueryBinder(binding, scope);
            if (item.query instanceof SqlStatement) {
                if (items.readsItself(item)) {
                    throw new SqlException(
                            SqlState.INVALID_RECURSION,
                            "recursive query \"" + item.name + "\" must not contain data-modifying statements")
                            .at(binding.at(item.name));
                }
                scope = scope.withCtes(scope.ctes().with(part(item, queries, scope, parts)));
            } else {
                scope = queries.declare(item, scope, items.readsItself(item));
            }
        }
        binding.partsRead().clear();
        QueryBinder queries = new QueryBinder(binding, scope);
        Statement main = new StatementBinder(binding, queries, compiler).bindPart(without(statement));
        return new WithModifications(
                parts, main, List.copyOf(binding.partsRead()), binding.parameters.decided(), binding.dependencies());
    }

    private Ctes.Cte part(
            SqlWithItem item, QueryBinder queries, Scope scope, List<WithModifications.Part> parts) {
        binding.partsRead().clear();
        Statement bound = new StatementBinder(binding, queries, compiler).bindPart(item.query);
        if (bound instanceof CurrentOf) {
            throw SqlException.unsupported("WHERE CURRENT OF in WITH").at(binding.at(item.name));
        }
        // Numbers that no relation has.
        long rows = Long.MAX_VALUE - parts.size();
        WithModifications.Part part = new WithModifications.Part(
                item.name.getSimple(), bound, rows, List.copyOf(binding.partsRead()));
        parts.add(part);
        Schema schema = part.returning() == null ? Schema.EMPTY : part.returning().schema();
        PlannerCatalog.Stored written = new PlannerCatalog.Stored(
                null, item.name.getSimple(), rows, schema, List.of(), List.of(),
                schema.fields().stream().map(field -> PlannerCatalog.ColumnOrigin.NONE).toList(), List.of(), false,
                false, false, null);
        List<String> columns =
                item.columnList == null ? List.of() : item.columnList.stream().map(Object::toString).toList();
        Ctes.Written modification = new Ctes.Written(written, parts.size() - 1, part.returning() != null);
        return new Ctes.Cte(item.name.getSimple(), columns, item.query, scope, false, 0, null, modification);
    }

    private static SqlNode without(SqlNode statement) {
        return switch (statement) {
            case SqlOrderBy ordered -> new SqlOrderBy(
                    ordered.getParserPosition(), ((SqlWith) ordered.query).body, ordered.orderList, ordered.offset,
                    ordered.fetch);
            case SqlWith query -> query.body;
            case SqlInsert insert -> insert.withoutWith();
            case SqlUpdate update -> update.withoutWith();
            case SqlDelete delete -> delete.withoutWith();
            case SqlMerge merge -> merge.withoutWith();
            default -> throw new IllegalStateException("no WITH before " + statement.getKind());
        };
    }

    /** @throws SqlException 0A000 for a WITH within a statement */
    static void requireTop(SqlWithItem item, Binding binding) {
        if (item.query instanceof SqlStatement) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "WITH clause containing a data-modifying statement must be at the top level")
                    .at(binding.at(item.name));
        }
    }

    /** @throws SqlException 0A000 where the WITH of a query may not write */
    static void refuse(SqlNode query, String message) {
        if (of(query) != null) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, message);
        }
    }
}
