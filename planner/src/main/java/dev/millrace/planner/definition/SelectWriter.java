package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlInternalOperators;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.planner.bind.Meanings;
import dev.millrace.planner.bind.Ordering;
import dev.millrace.sql.parser.expression.SqlDistinctOn;
import dev.millrace.sql.parser.expression.SqlWindowSpecification;

/** Writes one SELECT, or TABLE, which PostgreSQL shows as one. */
final class SelectWriter {

    private final Layout out;
    private final Meanings meanings;
    private final QueryWriter queries;
    private final Level level;
    private final List<String> columns;
    private final boolean isNamed;
    private final ExpressionReader reader;
    private final ExpressionWriter expressions;
    private final List<Output> outputs = new ArrayList<>();

    /** A column of the result, with the name that it has by itself. */
    private record Output(Shown value, String name, String ownName) {}

    SelectWriter(QueryWriter queries, Level level, List<String> columns, boolean isNamed) {
        this.out = queries.out;
        this.meanings = queries.meanings;
        this.queries = queries;
        this.level = level;
        this.columns = columns;
        this.isNamed = isNamed;
        this.reader = new ExpressionReader(meanings, queries.names, level, true);
        this.expressions = queries.expressions(level);
    }

    void write(SqlNode body) {
        if (out.style().isIndented()) {
            out.level(out.level() + Layout.QUERY);
            out.add(" ");
        }
        out.add("SELECT");
        if (!(body instanceof SqlSelect select)) {
            level.items().getFirst().columns().forEach((id, name) -> add(reader.column(id, null, name), name, name));
            list();
            from(((SqlCall) body).operand(0));
            return;
        }
        if (select.getQualify() != null) {
            throw new Undescribed("QUALIFY");
        }
        readOutputs(select);
        if (select instanceof SqlDistinctOn distinct) {
            out.add(" DISTINCT ON (");
            keys(distinct.keys().getList());
            out.add(")");
        } else if (select.isDistinct()) {
            out.add(" DISTINCT");
        }
        list();
        if (select.getFrom() != null) {
            from(select.getFrom());
        }
        if (select.getWhere() != null) {
            out.line(" WHERE ", -Layout.QUERY, Layout.QUERY, 1);
            expressions.write(reader.operand(select.getWhere()), false);
        }
        if (select.getGroup() != null) {
            out.line(" GROUP BY ", -Layout.QUERY, Layout.QUERY, 1);
            group(select.getGroup());
        }
        if (select.getHaving() != null) {
            out.line(" HAVING ", -Layout.QUERY, Layout.QUERY, 0);
            expressions.write(reader.operand(select.getHaving()), false);
        }
        windows(select.getWindowList());
    }

    // ---- the select list --------------------------------------------------------------------------------------------

    private void readOutputs(SqlSelect select) {
        List<String> names = meanings.outputs(select);
        for (SqlNode node : select.getSelectList()) {
            if (node instanceof SqlLiteral literal && literal.getValue() == null && isUnwritten(node)) {
                continue; // The grammar has put something into an empty list.
            }
            if (node instanceof SqlIdentifier star && star.isStar()) {
                List<String> parts = star.names;
                String qualifier = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
                for (Meanings.Named named : meanings.star(star)) {
                    add(reader.column(named.column(), qualifier, named.name()), names.get(outputs.size()), null);
                }
            } else {
                SqlNode value = node.getKind() == SqlKind.AS ? ((SqlCall) node).operand(0) : node;
                add(reader.read(value), names.get(outputs.size()), null);
            }
        }
    }

    private boolean isUnwritten(SqlNode node) {
        return node.getParserPosition().getColumnNum() < 1 || !meanings.source(node).equalsIgnoreCase("null");
    }

    private void add(Shown value, String name, String own) {
        String found = own;
        if (found == null && value instanceof Shown.Word word && word.isColumn()) {
            found = lastPart(word.text());
        }
        outputs.add(new Output(value, name, found));
    }

    /** The name of a column without what it is of. */
    private static String lastPart(String text) {
        if (!text.endsWith("\"")) {
            return text.substring(text.lastIndexOf('.') + 1);
        }
        int start = text.length() - 1;
        do {
            start = text.lastIndexOf('"', start - 1);
        } while (start > 0 && text.charAt(start - 1) == '"' && --start > 0);
        return text.substring(start + 1, text.length() - 1).replace("\"\"", "\"");
    }

    private void list() {
        boolean isMoved = false;
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            out.add(i == 0 ? " " : ", ");
            StringBuilder whole = out.begin();
            String own = output.ownName;
            expressions.write(output.value, true);
            if (own == null && !isNamed) {
                own = "?column?";
            }
            String name = columns != null && i < columns.size() ? columns.get(i) : output.name;
            out.add(name.equals(own) ? "" : " AS " + Identifier.quoted(name));
            isMoved = out.place(whole, i == 0, isMoved);
        }
    }

    // ---- FROM -------------------------------------------------------------------------------------------------------

    private void from(SqlNode from) {
        out.line(" FROM ", -Layout.QUERY, Layout.QUERY, 2);
        FromWriter items = new FromWriter(queries, level, reader, expressions);
        boolean isFirst = true;
        for (SqlNode item : FromWriter.list(from)) {
            if (isFirst) {
                items.write(item);
                isFirst = false;
                continue;
            }
            out.add(", ");
            StringBuilder whole = out.begin();
            items.write(item);
            out.place(whole, false, false);
        }
    }

    // ---- keys -------------------------------------------------------------------------------------------------------

    /** What a position or the name of an output column means; null for any other expression. */
    private Shown output(SqlNode node, boolean isNameFirst) {
        if (node instanceof SqlNumericLiteral number) {
            return outputs.get(number.intValue(true) - 1).value;
        }
        boolean isName = node instanceof SqlIdentifier name && name.isSimple()
                && (isNameFirst || meanings.column(name) == null);
        if (isName) {
            for (Output output : outputs) {
                if (output.name.equals(((SqlIdentifier) node).getSimple())) {
                    return output.value;
                }
            }
        }
        return null;
    }

    private Shown key(SqlNode node, boolean isNameFirst) {
        Shown output = output(node, isNameFirst);
        return output == null ? reader.operand(node) : output;
    }

    private void keys(List<SqlNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            expressions.key(key(nodes.get(i), true));
        }
    }

    List<Shown.SortItem> sort(List<SqlNode> items) {
        return items.stream().map(Ordering::of).map(ordering -> new Shown.SortItem(
                key(ordering.expression(), true), ordering.direction().descending(),
                ordering.direction().nullsFirst())).toList();
    }

    /** The same of what has only its columns' names. */
    static List<Shown.SortItem> positions(List<SqlNode> items, List<String> names) {
        List<Shown.SortItem> sort = new ArrayList<>();
        for (Ordering ordering : items.stream().map(Ordering::of).toList()) {
            int position = ordering.expression() instanceof SqlIdentifier name
                    ? names.indexOf(name.getSimple()) + 1
                    : ((SqlLiteral) ordering.expression()).intValue(true);
            sort.add(new Shown.SortItem(
                    new Shown.Word(String.valueOf(position), true), ordering.direction().descending(),
                    ordering.direction().nullsFirst()));
        }
        return sort;
    }

    private void group(SqlNodeList group) {
        boolean isDistinct = group.size() == 1 && group.get(0) instanceof SqlCall call
                && call.getOperator() == SqlInternalOperators.GROUP_BY_DISTINCT;
        List<SqlNode> keys = isDistinct ? ((SqlCall) group.get(0)).getOperandList() : group.getList();
        out.add(isDistinct ? "DISTINCT " : "").add(keys.isEmpty() ? "()" : "");
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            groupingSet(keys.get(i), false);
        }
    }

    private static boolean isPlain(SqlNode node) {
        return switch (node.getKind()) {
            case GROUPING_SETS, ROLLUP, CUBE -> false;
            default -> !(node instanceof SqlNodeList) && node.getKind() != SqlKind.ROW;
        };
    }

    /** @param isInside of another set, where each stands in parentheses */
    private void groupingSet(SqlNode node, boolean isInside) {
        String words = switch (node.getKind()) {
            case GROUPING_SETS -> "GROUPING SETS ";
            case ROLLUP -> "ROLLUP";
            case CUBE -> "CUBE";
            default -> null;
        };
        if (words != null) {
            out.add(words).add("(");
            List<SqlNode> inner = ((SqlCall) node).getOperandList();
            for (int i = 0; i < inner.size(); i++) {
                out.add(i == 0 ? "" : ", ");
                groupingSet(inner.get(i), node.getKind() == SqlKind.GROUPING_SETS);
            }
            out.add(")");
            return;
        }
        if (isPlain(node)) {
            out.add(isInside ? "(" : "");
            expressions.key(key(node, false));
            out.add(isInside ? ")" : "");
            return;
        }
        List<SqlNode> fields = QueryWriter.fields(node);
        out.add("(");
        for (int i = 0; i < fields.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            expressions.key(key(fields.get(i), false));
        }
        out.add(")");
    }

    private void windows(SqlNodeList list) {
        if (list == null || list.isEmpty()) {
            return;
        }
        WindowReader definitions = new WindowReader(reader);
        out.line(" WINDOW ", -Layout.QUERY, Layout.QUERY, 1);
        for (int i = 0; i < list.size(); i++) {
            SqlWindowSpecification window = (SqlWindowSpecification) list.get(i);
            out.add(i == 0 ? "" : ", ").add(Identifier.quoted(window.getDeclName().getSimple())).add(" AS ");
            expressions.over(definitions.over(window));
        }
    }
}
