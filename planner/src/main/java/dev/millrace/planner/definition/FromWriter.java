package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.planner.bind.Meanings;
import dev.millrace.sql.parser.expression.PostgresOperators;
import dev.millrace.sql.parser.statement.OnlyName;

/** Writes the items of FROM, and joins of them. */
final class FromWriter {

    private final Layout out;
    private final Meanings meanings;
    private final DefinitionNames names;
    private final QueryWriter queries;
    private final Level level;
    private final ExpressionReader reader;
    private final ExpressionWriter expressions;

    FromWriter(QueryWriter queries, Level level, ExpressionReader reader, ExpressionWriter expressions) {
        this.out = queries.out;
        this.meanings = queries.meanings;
        this.names = queries.names;
        this.queries = queries;
        this.level = level;
        this.reader = reader;
        this.expressions = expressions;
    }

    /** What commas keep apart: a join behind a comma is read as of all that stands before it. */
    static List<SqlNode> list(SqlNode from) {
        List<SqlNode> items = new ArrayList<>();
        if (from instanceof SqlJoin join && join.getJoinType() == JoinType.COMMA) {
            items.addAll(list(join.getLeft()));
            items.addAll(list(join.getRight()));
        } else {
            items.add(from);
        }
        return items;
    }

    void write(SqlNode node) {
        if (node instanceof SqlJoin join) {
            join(join);
        } else {
            item(level.item(node));
        }
    }

    // ---- joins ------------------------------------------------------------------------------------------------------

    private void join(SqlJoin join) {
        if (join instanceof SqlAsofJoin || join.getJoinType() == JoinType.COMMA || isPeriod(join.getRight())) {
            throw new Undescribed(join);
        }
        boolean isPretty = out.style().isPretty();
        boolean isRightJoin = isPretty && join.getRight() instanceof SqlJoin;
        out.add(isPretty ? "" : "(");
        write(join.getLeft());
        List<String> merged = meanings.merged(join);
        boolean isMerging = join.isNatural() || join.getConditionType() == JoinConditionType.USING;
        boolean isCross = join.getCondition() == null && !(isMerging && !merged.isEmpty());
        String words = switch (join.getJoinType()) {
            case INNER, CROSS -> isCross ? " CROSS JOIN " : " JOIN ";
            case LEFT -> " LEFT JOIN ";
            case RIGHT -> " RIGHT JOIN ";
            case FULL -> " FULL JOIN ";
            default -> throw new Undescribed(join);
        };
        out.line(words, -Layout.QUERY, Layout.QUERY, Layout.ITEM);
        out.add(isRightJoin ? "(" : "");
        write(join.getRight());
        out.add(isRightJoin ? ")" : "");
        if (isMerging && !merged.isEmpty()) {
            out.add(merged.stream().map(Identifier::quoted).collect(Collectors.joining(", ", " USING (", ")")));
            if (join.getCondition() instanceof SqlCall named && !(join.getCondition() instanceof SqlNodeList)
                    && named.operandCount() > 1 && named.operand(1) instanceof SqlIdentifier alias) {
                out.add(" AS " + Identifier.quoted(alias.getSimple()));
            }
        } else if (join.getCondition() != null) {
            out.add(isPretty ? " ON " : " ON (");
            expressions.write(reader.operand(join.getCondition()), false);
            out.add(isPretty ? "" : ")");
        } else if (!isCross || join.getJoinType() != JoinType.INNER && join.getJoinType() != JoinType.CROSS) {
            out.add(" ON TRUE");
        }
        out.add(isPretty ? "" : ")");
    }

    private static boolean isPeriod(SqlNode item) {
        return item.getKind() == SqlKind.SNAPSHOT
                || item.getKind() == SqlKind.AS && ((SqlCall) item).operand(0).getKind() == SqlKind.SNAPSHOT;
    }

    // ---- items ------------------------------------------------------------------------------------------------------

    private void item(Level.Item item) {
        SqlNode source = item.source();
        if (source instanceof SqlIdentifier name) {
            boolean isRelation = item.relation() != null;
            String written = isRelation ? names.relation(item.relation().id()) : Identifier.quoted(name.getSimple());
            String alone = isRelation ? names.alone(item.relation().id()) : name.getSimple();
            out.add(OnlyName.is(name) ? "ONLY " : "").add(written);
            alias(item, item.hasAlias() || !item.name().equals(alone), item.namesColumns());
        } else if (source.isA(SqlKind.QUERY)) {
            out.add(item.isLateral() ? "LATERAL (" : "(");
            queries.query(source, level, null, true);
            out.add(")");
            alias(item, true, item.namesColumns());
        } else if (source instanceof SqlCall call) {
            function(item, call);
        } else {
            throw new Undescribed(source);
        }
    }

    private void alias(Level.Item item, boolean isNamed, boolean hasColumns) {
        out.add(isNamed ? " " + Identifier.quoted(item.name()) : "");
        if (hasColumns) {
            out.add(item.columns().values().stream()
                    .map(Identifier::quoted)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
    }

    private void function(Level.Item item, SqlCall call) {
        boolean isNumbered = Level.isNumbered(call);
        SqlCall function = call.getOperator() == PostgresOperators.WITH_ORDINALITY ? call.operand(0) : call;
        int before = reader.ownColumns();
        Shown value = new CallReader(reader).item(function);
        boolean isLateral = item.isLateral() || reader.ownColumns() > before;
        out.add(isLateral ? "LATERAL " : "");
        expressions.write(value, true);
        out.add(isNumbered ? " WITH ORDINALITY" : "");
        if (item.definitions().isEmpty()) {
            alias(item, true, true);
            return;
        }
        alias(item, true, false);
        List<String> definitions = new ArrayList<>();
        for (SqlNode node : item.definitions()) {
            SqlIdentifier name = ((SqlCall) node).operand(0);
            SqlDataTypeSpec type = ((SqlCall) node).operand(1);
            if (type.getParserPosition().equals(SqlParserPos.ZERO)) {
                throw new Undescribed(node);
            }
            definitions.add(Identifier.quoted(name.getSimple()) + " " + meanings.source(type));
        }
        out.add("(" + String.join(", ", definitions) + ")");
    }
}
