package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.planner.bind.Meanings;
import dev.millrace.sql.parser.expression.PostgresOperators;
import dev.millrace.sql.parser.expression.SqlTracedItem;

/** Writes queries: WITH, set operations, VALUES, ORDER BY and LIMIT; a SELECT itself is {@link SelectWriter}'s. */
final class QueryWriter {

    final Layout out;
    final Meanings meanings;
    final DefinitionNames names;

    QueryWriter(Layout out, Meanings meanings, DefinitionNames names) {
        this.out = out;
        this.meanings = meanings;
        this.names = names;
    }

    /** A query with what stands before and behind its body. */
    record Parts(SqlWith with, SqlNode body, SqlOrderBy clauses) {
        static Parts of(SqlNode query) {
            SqlWith with = null;
            SqlOrderBy clauses = null;
            SqlNode body = query;
            while (true) {
                if (body instanceof SqlOrderBy ordered && clauses == null) {
                    clauses = ordered;
                    body = ordered.query;
                } else if (body instanceof SqlWith inner && with == null) {
                    with = inner;
                    body = inner.body;
                } else if (body instanceof SqlOrderBy || body instanceof SqlWith) {
                    throw new Undescribed(query);
                } else {
                    return new Parts(with, body, clauses);
                }
            }
        }

        boolean isPlain() {
            return with == null && clauses == null;
        }
    }

    /** Writes subqueries of a level. */
    ExpressionWriter expressions(Level level) {
        return new ExpressionWriter(out, subquery -> query(subquery.query(), level, null, false));
    }

    /**
     * A query, indented from where the text is.
     *
     * @param columns what its columns are called, or null for what they call themselves
     * @param isNamed whether anybody sees their names
     */
    void query(SqlNode query, Level outer, List<String> columns, boolean isNamed) {
        int indentation = out.level();
        Parts parts = Parts.of(query);
        boolean isSelect = parts.body instanceof SqlSelect || parts.body.getKind() == SqlKind.EXPLICIT_TABLE;
        SqlNode from = parts.body instanceof SqlSelect select
                ? select.getFrom()
                : isSelect ? ((SqlCall) parts.body).operand(0) : null;
        Level level = Level.of(from, outer, meanings, names);
        if (parts.with != null) {
            with(parts.with, level);
        }
        SelectWriter writer = new SelectWriter(this, level, columns, isNamed);
        if (isSelect) {
            writer.write(parts.body);
        } else if (parts.body.getKind() == SqlKind.VALUES) {
            out.level(out.level() + (out.style().isIndented() ? Layout.QUERY : 0));
            out.add(out.style().isIndented() ? " " : "");
            values((SqlCall) parts.body, level);
        } else {
            setOperation(parts.body, level, columns, isNamed);
        }
        if (parts.clauses != null) {
            clauses(parts, level, writer, isSelect);
        }
        out.level(indentation);
    }

    /** How many rows, one where nobody says; in parentheses as PostgreSQL writes constants there. */
    private void ties(SqlNode count, ExpressionReader reader, ExpressionWriter expressions) {
        if (count == null) {
            out.add("(1) ROWS WITH TIES");
            return;
        }
        Shown shown = reader.read(count);
        boolean isBare = shown instanceof Shown.Call || shown instanceof Shown.Operator;
        out.add(isBare ? "" : "(");
        expressions.write(shown, false);
        out.add(isBare ? "" : ")").add(" ROWS WITH TIES");
    }

    private void clauses(Parts parts, Level level, SelectWriter writer, boolean isSelect) {
        SqlOrderBy clauses = parts.clauses;
        ExpressionReader reader = new ExpressionReader(meanings, names, level, true);
        ExpressionWriter expressions = expressions(level);
        if (!clauses.orderList.isEmpty()) {
            out.line(" ORDER BY ", -Layout.QUERY, Layout.QUERY, 1);
            if (isSelect) {
                expressions.sort(writer.sort(clauses.orderList.getList()));
            } else {
                expressions.sort(SelectWriter.positions(clauses.orderList.getList(), outputs(parts.body)));
            }
        }
        if (clauses.offset != null) {
            out.line(" OFFSET ", -Layout.QUERY, Layout.QUERY, 0);
            expressions.write(reader.read(clauses.offset), false);
        }
        if (clauses.fetch instanceof SqlCall ties && ties.getOperator() == PostgresOperators.WITH_TIES) {
            out.line(" FETCH FIRST ", -Layout.QUERY, Layout.QUERY, 0);
            ties(ties.operand(0), reader, expressions);
        } else if (clauses.fetch != null) {
            out.line(" LIMIT ", -Layout.QUERY, Layout.QUERY, 0);
            expressions.write(reader.read(clauses.fetch), false);
        }
    }

    /** What a query calls its columns. */
    private List<String> outputs(SqlNode query) {
        SqlNode body = Parts.of(query).body;
        if (body instanceof SqlSelect select) {
            return meanings.outputs(select);
        }
        if (body instanceof SqlCall call && call.getOperator() instanceof SqlSetOperator) {
            return outputs(call.operand(0));
        }
        if (body.getKind() == SqlKind.EXPLICIT_TABLE) {
            return List.copyOf(Level.of(((SqlCall) body).operand(0), null, meanings, names)
                    .items().getFirst().columns().values());
        }
        List<String> columns = new ArrayList<>();
        int size = fields(((SqlCall) body).operand(0)).size();
        for (int i = 1; i <= size; i++) {
            columns.add("column" + i);
        }
        return columns;
    }

    // ---- WITH -------------------------------------------------------------------------------------------------------

    private void with(SqlWith with, Level level) {
        boolean isIndented = out.style().isIndented();
        if (isIndented) {
            out.level(out.level() + Layout.QUERY);
            out.add(" ");
        }
        boolean isRecursive = with.withList.stream().anyMatch(node -> node instanceof SqlWithItem item
                && item.recursive != null && item.recursive.booleanValue());
        String words = isRecursive ? "WITH RECURSIVE " : "WITH ";
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            if (item instanceof SqlTracedItem) {
                throw new Undescribed("SEARCH or CYCLE");
            }
            out.add(words).add(Identifier.quoted(item.name.getSimple()));
            if (item.columnList != null) {
                List<String> columns = item.columnList.stream()
                        .map(column -> Identifier.quoted(((SqlIdentifier) column).getSimple()))
                        .toList();
                out.add("(" + String.join(", ", columns) + ")");
            }
            out.add(" AS (");
            if (isIndented) {
                out.line("", 0, 0, 0);
            }
            query(item.query, level, null, true);
            if (isIndented) {
                out.line("", 0, 0, 0);
            }
            out.add(")");
            words = ", ";
        }
        if (isIndented) {
            out.level(out.level() - Layout.QUERY);
            out.line("", 0, 0, 0);
        } else {
            out.add(" ");
        }
    }

    // ---- set operations and VALUES ----------------------------------------------------------------------------------

    private void setOperation(SqlNode node, Level level, List<String> columns, boolean isNamed) {
        if (!(node instanceof SqlCall call) || !(call.getOperator() instanceof SqlSetOperator operator)) {
            leaf(node, level, columns, isNamed);
            return;
        }
        boolean isApart = isSetOperation(call.operand(0)) && ((SqlCall) call.operand(0)).getOperator() != operator;
        if (isApart) {
            out.add("(").line("", Layout.QUERY, 0, 0);
        }
        setOperation(call.operand(0), level, columns, isNamed);
        if (isApart) {
            out.line(") ", -Layout.QUERY, 0, 0);
        } else if (out.style().isIndented()) {
            out.line("", 0, 0, 0);
        } else {
            out.add(" ");
        }
        out.add(operator.getKind().name() + " ").add(operator.isAll() ? "ALL " : "");
        boolean isNested = isSetOperation(call.operand(1));
        out.add(isNested ? "(" : "");
        out.line("", isNested ? Layout.QUERY : 0, 0, 0);
        setOperation(call.operand(1), level, columns, false);
        if (isNested) {
            if (out.style().isIndented()) {
                out.level(out.level() - Layout.QUERY);
            }
            out.line(")", 0, 0, 0);
        }
    }

    private static boolean isSetOperation(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() instanceof SqlSetOperator;
    }

    private void leaf(SqlNode node, Level level, List<String> columns, boolean isNamed) {
        boolean isApart = !Parts.of(node).isPlain();
        out.add(isApart ? "(" : "");
        query(node, level, columns, isNamed);
        out.add(isApart ? ")" : "");
    }

    static List<SqlNode> fields(SqlNode row) {
        return row instanceof SqlNodeList list ? list.getList()
                : row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
    }

    private void values(SqlCall values, Level level) {
        ExpressionReader reader = new ExpressionReader(meanings, names, level, true);
        ExpressionWriter expressions = expressions(level);
        out.add("VALUES ");
        for (int i = 0; i < values.operandCount(); i++) {
            out.add(i == 0 ? "(" : ", (");
            List<SqlNode> fields = fields(values.operand(i));
            for (int j = 0; j < fields.size(); j++) {
                out.add(j == 0 ? "" : ",");
                expressions.write(reader.operand(fields.get(j)), false);
            }
            out.add(")");
        }
    }
}
