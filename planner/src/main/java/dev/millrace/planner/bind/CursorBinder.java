package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.DeclareCursor;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Scrolling;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.expression.SqlLocked;
import dev.millrace.sql.parser.statement.OnlyName;
import dev.millrace.sql.parser.statement.SqlCurrentOf;
import dev.millrace.sql.parser.statement.SqlDeclareCursor;
import dev.millrace.sql.parser.statement.SqlSubscribe;

/**
 * DECLARE, and WHERE CURRENT OF. A cursor over rows of one table gives, behind what its query asks for, the whole row:
 * so it is known later which one it stands on.
 */
final class CursorBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    CursorBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    Statement declare(SqlDeclareCursor declare) {
        WithModificationsBinder.refuse(
                declare.query(), "DECLARE CURSOR must not contain data-modifying statements in WITH");
        boolean isScroll = Boolean.TRUE.equals(declare.scroll());
        if (isScroll && declare.query() instanceof SqlSubscribe) {
            throw SqlException.unsupported("SCROLL of a subscription").at(binding.at(declare));
        }
        if (declare.lock() != null) {
            checkLocked(declare, isScroll);
        }
        boolean goesOn = declare.query() instanceof SqlSubscribe || declare.lock() != null
                || Boolean.FALSE.equals(declare.scroll());
        Scrolling scrolling = isScroll ? Scrolling.ALWAYS : goesOn ? Scrolling.NEVER : Scrolling.WHILE_SHORT;
        Statement query;
        CurrentOf.Row current = null;
        if (declare.query() instanceof SqlSubscribe subscribe) {
            query = new SubscribeBinder(binding, queries, statements).bind(subscribe);
        } else {
            PlannerCatalog.Stored table = declare.hold() ? null : table(declare.query());
            query = statements.query(table == null ? declare.query() : withRow(declare.query()));
            current = table == null ? null : new CurrentOf.Row(table.id(), visible(table).size());
        }
        return new DeclareCursor(
                declare.name().getSimple(), declare.hold(), scrolling, declare.binary(), query, current);
    }

    private static void checkLocked(SqlDeclareCursor declare, boolean isScroll) {
        if (declare.hold()) {
            throw SqlException.unsupported("DECLARE CURSOR WITH HOLD ... FOR " + declare.lock())
                    .withDetail("Holdable cursors must be READ ONLY.");
        }
        if (isScroll) {
            throw SqlException.unsupported("DECLARE SCROLL CURSOR ... FOR " + declare.lock())
                    .withDetail("Scrollable cursors must be READ ONLY.");
        }
    }

    /** The table whose rows the query shows, each as one row of its own; null for any other query. */
    private PlannerCatalog.Stored table(SqlNode query) {
        SimpleView.Verdict verdict = select(query) == null ? null : SimpleView.of(query, binding);
        return verdict != null && verdict.view() != null
                && verdict.view().relation() instanceof PlannerCatalog.Stored stored && stored.isUpdatable()
                && (OnlyName.is(verdict.view().base()) || binding.catalog.heirs(stored.id()).isEmpty())
                ? stored
                : null;
    }

    private static SqlSelect select(SqlNode query) {
        SqlNode body = query instanceof SqlOrderBy ordered ? ordered.query : query;
        return body instanceof SqlSelect select ? select : null;
    }

    private SqlNode withRow(SqlNode query) {
        SqlSelect select = (SqlSelect) select(query).clone(query.getParserPosition());
        SimpleView view = SimpleView.of(query, binding).view();
        SqlIdentifier name = view.alias() == null ? view.base() : view.alias();
        SqlIdentifier star = SqlIdentifier.star(
                List.of(name.names.getLast(), ""), SqlParserPos.ZERO, List.of(SqlParserPos.ZERO, SqlParserPos.ZERO));
        SqlNodeList items = new SqlNodeList(select.getSelectList(), select.getSelectList().getParserPosition());
        items.add(star);
        select.setSelectList(items);
        // Nobody gets to see these columns.
        binding.references().ignore(star);
        return switch (query) {
            case SqlLocked locked -> locked.with(select);
            case SqlOrderBy ordered -> new SqlOrderBy(
                    ordered.getParserPosition(), select, ordered.orderList, ordered.offset, ordered.fetch);
            default -> select;
        };
    }

    static List<Integer> visible(PlannerCatalog.Stored table) {
        List<Integer> visible = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            if (!table.isHidden(i)) {
                visible.add(i);
            }
        }
        return visible;
    }

    // ---- WHERE CURRENT OF -------------------------------------------------------------------------------------------

    /** The target's rows, of which there is at most the one that the cursor stands on. */
    static Rel row(Target target, Target.Shown rows) {
        if (!(rows.rel() instanceof Rel.Get get) || !target.isTable()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF on a view is not implemented");
        }
        PlannerCatalog.Stored table = get.relation();
        PlannerCatalog.Stored row = new PlannerCatalog.Stored(
                table.schemaName(), table.name(), CurrentOf.ROW, table.schema(), List.of(), List.of(),
                table.origins(), List.of(), false, false, false, null);
        return new Rel.Get(row, get.positions(), get.columns());
    }

    /** The statement itself, or as one of the row that a cursor stands on. */
    static Statement change(SqlNode where, Target target, Statement change) {
        return where instanceof SqlCurrentOf current
                ? new CurrentOf(
                        change, current.cursor().getSimple(), target.table().id(), visible(target.table()))
                : change;
    }
}
