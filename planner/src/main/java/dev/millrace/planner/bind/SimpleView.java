package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.sql.parser.expression.SqlDistinctOn;
import dev.millrace.sql.parser.statement.OnlyName;

/**
 * The query of a view that shows rows of one relation as they are, so that they can be changed through it: what
 * PostgreSQL calls automatically updatable.
 *
 * @param base the relation in FROM
 * @param alias of the relation, or null
 * @param aliases of the relation's first columns
 * @param where null for all rows
 * @param relation what {@code base} means
 */
record SimpleView(
        SqlNodeList items, SqlIdentifier base, SqlIdentifier alias, List<String> aliases, SqlNode where,
        PlannerCatalog.Relation relation) {

    private static final String NOT_SINGLE = "Views that do not select from a single table or view are not"
            + " automatically updatable.";

    /** The view, or in PostgreSQL's words why its rows cannot be changed through it. */
    record Verdict(SimpleView view, String reason) {}

    /** @param binding that of the view's own text */
    static Verdict of(SqlNode query, Binding binding) {
        SqlNode body = query;
        if (body instanceof SqlOrderBy ordered) {
            if (ordered.fetch != null || ordered.offset != null) {
                return containing("LIMIT or OFFSET");
            }
            body = ordered.query;
        }
        return switch (body.getKind()) {
            case UNION, INTERSECT, EXCEPT -> containing("UNION, INTERSECT, or EXCEPT");
            case WITH -> containing("WITH");
            case EXPLICIT_TABLE -> of(
                    SqlNodeList.of(SqlIdentifier.star(SqlParserPos.ZERO)), ((SqlCall) body).operand(0), null, binding);
            case SELECT -> select((SqlSelect) body, binding);
            default -> new Verdict(null, NOT_SINGLE);
        };
    }

    private static Verdict select(SqlSelect select, Binding binding) {
        if (select.isDistinct() || select instanceof SqlDistinctOn) {
            return containing("DISTINCT");
        }
        if (select.getGroup() != null) {
            return containing("GROUP BY");
        }
        if (select.getHaving() != null) {
            return containing("HAVING");
        }
        for (Found found : new Found[] {Found.AGGREGATE, Found.WINDOW, Found.SET}) {
            if (select.getQualify() != null && found == Found.WINDOW
                    || select.getSelectList().stream().anyMatch(item -> holds(item, found, binding))) {
                return new Verdict(null, "Views that return " + found.words + " are not automatically updatable.");
            }
        }
        return of(select.getSelectList(), select.getFrom(), select.getWhere(), binding);
    }

    private static Verdict of(SqlNodeList items, SqlNode from, SqlNode where, Binding binding) {
        SqlNode item = from;
        SqlIdentifier alias = null;
        List<String> aliases = List.of();
        if (item != null && item.getKind() == SqlKind.TABLESAMPLE) {
            return containing("TABLESAMPLE");
        }
        if (item != null && item.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) item;
            alias = as.operand(1);
            aliases = as.getOperandList().stream()
                    .skip(2)
                    .filter(SqlIdentifier.class::isInstance)
                    .map(name -> ((SqlIdentifier) name).getSimple())
                    .toList();
            item = as.operand(0);
        }
        if (item instanceof SqlCall call && call.getKind() == SqlKind.TABLE_REF) {
            item = call.operand(0);
        }
        if (!(item instanceof SqlIdentifier base)) {
            return new Verdict(null, NOT_SINGLE);
        }
        PlannerCatalog.Relation relation = binding.resolve(OnlyName.plain(base).names).orElse(null);
        if (relation == null || relation instanceof PlannerCatalog.Stored stored && !stored.isWritable()) {
            return new Verdict(null, NOT_SINGLE);
        }
        return new Verdict(new SimpleView(items, base, alias, aliases, where, relation), null);
    }

    private static Verdict containing(String what) {
        return new Verdict(null, "Views containing " + what + " are not automatically updatable.");
    }

    // ---- calls in the select list -----------------------------------------------------------------------------------

    /** What a select list may hold that makes other rows of those in FROM. */
    private enum Found {
        AGGREGATE("aggregate functions"),
        WINDOW("window functions"),
        SET("set-returning functions");

        private final String words;

        Found(String words) {
            this.words = words;
        }
    }

    private static boolean holds(SqlNode node, Found found, Binding binding) {
        if (node instanceof SqlNodeList list) {
            return list.stream().anyMatch(each -> holds(each, found, binding));
        }
        if (!(node instanceof SqlCall call) || call.isA(SqlKind.QUERY)) {
            return false;
        }
        if (call.getKind() == SqlKind.OVER) {
            return found == Found.WINDOW || found != Found.AGGREGATE && holdsBelow(call.operand(0), found, binding);
        }
        return isCalled(call, found, binding) || holdsBelow(call, found, binding);
    }

    private static boolean holdsBelow(SqlNode node, Found found, Binding binding) {
        return node instanceof SqlCall call
                && call.getOperandList().stream().anyMatch(each -> each != null && holds(each, found, binding));
    }

    private static boolean isCalled(SqlCall call, Found found, Binding binding) {
        return switch (call.getOperator().getSyntax()) {
            case FUNCTION, FUNCTION_STAR, FUNCTION_ID, ORDERED_FUNCTION -> {
                String name = CallBinder.functionName(call);
                yield switch (found) {
                    case AGGREGATE -> OrderedSets.isNamed(name, false) || binding.functions.overloads(name).stream()
                            .anyMatch(one -> one.kind().name().equals("AGGREGATE"))
                            || new QueryBinder(binding).expressions.calls.aggregates.isMade(call);
                    case WINDOW -> false;
                    case SET -> SetReturning.isNamed(name);
                };
            }
            default -> false;
        };
    }
}
