package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.logical.Column;
import dev.millrace.sql.parser.expression.PostgresOperators;
import dev.millrace.sql.parser.expression.PostgresTypeName;
import dev.millrace.sql.parser.expression.SqlTracedItem;

/**
 * SEARCH and CYCLE, written out: columns that the base begins and the term goes on with. A row's sequence is, depth
 * first, the rows on the way to it and itself, breadth first, how far it is and itself; its path is the former, and it
 * is marked, and not followed, where it was on the way already.
 */
final class TracedRecursion {

    private static final String BASE = "*base*";
    private static final String TERM = "*term*";
    private static final SqlParserPos POS = SqlParserPos.ZERO;
    private static final SqlDataTypeSpec BIGINT =
            new SqlDataTypeSpec(new PostgresTypeName(new SqlIdentifier("int8", POS), List.of(), "", 0, POS), POS);

    private final SqlTracedItem item;
    private final Binding binding;
    private final SqlTracedItem.Search search;
    private final SqlTracedItem.Cycle cycle;

    TracedRecursion(SqlTracedItem item, Binding binding) {
        this.item = item;
        this.binding = binding;
        this.search = item.search();
        this.cycle = item.cycle();
    }

    /** The columns that are not the query's own. */
    List<String> added() {
        List<String> added = new ArrayList<>();
        if (search != null) {
            added.add(search.sequence().getSimple());
        }
        if (cycle != null) {
            added.add(cycle.mark().getSimple());
            added.add(cycle.path().getSimple());
        }
        return added;
    }

    /**
     * The query with what the clauses ask for.
     *
     * @param given names of its first columns
     * @param baseColumns what a query has for columns
     */
    SqlNode query(boolean isRecursive, List<String> given, Function<SqlNode, List<Column>> baseColumns) {
        SqlCall union = union();
        if (!isRecursive) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "WITH query is not recursive").at(binding.at(item.name));
        }
        requireSelect(union.operand(0), "left");
        if (union.operand(1).getKind() == SqlKind.WITH) {
            throw notAtTop(union.operand(1));
        }
        requireSelect(union.operand(1), "right");
        List<String> names = new ArrayList<>(given);
        List<Column> base = baseColumns.apply(union.operand(0));
        for (int i = given.size(); i < base.size(); i++) {
            names.add(base.get(i).name());
        }
        check(names);
        return union.getOperator().createCall(
                union.getParserPosition(), begun(union.operand(0), names), continued(union.operand(1), names));
    }

    private SqlCall union() {
        if (item.query.getKind() != SqlKind.UNION) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "WITH query is not recursive").at(binding.at(item.name));
        }
        return (SqlCall) item.query;
    }

    private void requireSelect(SqlNode branch, String side) {
        if (branch.getKind() != SqlKind.SELECT && branch.getKind() != SqlKind.VALUES) {
            throw SqlException.unsupported("a SEARCH or CYCLE clause where the " + side
                            + " side of the UNION is not a SELECT")
                    .at(binding.at(branch));
        }
    }

    // ---- what is written --------------------------------------------------------------------------------------------

    private SqlNode begun(SqlNode base, List<String> names) {
        SqlNodeList items = columns(BASE, names);
        if (search != null) {
            items.add(named(
                    search.isBreadth() ? level(bigint(0), BASE) : list(row(BASE, search.columns())),
                    search.sequence()));
        }
        if (cycle != null) {
            items.add(named(cycle.usual(), cycle.mark()));
            items.add(named(list(row(BASE, cycle.columns())), cycle.path()));
        }
        return select(items, as(base, BASE, names), null);
    }

    private SqlNode continued(SqlNode term, List<String> names) {
        if (!(term instanceof SqlSelect select)) {
            throw notAtTop(term);
        }
        String reference = reference(select.getFrom());
        if (reference == null) {
            throw notAtTop(term);
        }
        SqlSelect widened = (SqlSelect) select.clone(select.getParserPosition());
        SqlNodeList inner = new SqlNodeList(select.getSelectList(), select.getSelectList().getParserPosition());
        List<String> all = new ArrayList<>(names);
        for (String name : added()) {
            inner.add(named(of(reference, name), new SqlIdentifier(name, POS)));
            all.add(name);
        }
        widened.setSelectList(inner);
        SqlNodeList items = columns(TERM, names);
        if (search != null) {
            items.add(named(
                    search.isBreadth() ? level(next(), TERM) : longer(search.sequence(), search.columns()),
                    search.sequence()));
        }
        SqlNode goesOn = null;
        if (cycle != null) {
            SqlNode wasThere = PostgresOperators.any(SqlStdOperatorTable.EQUALS).createCall(
                    POS, row(TERM, cycle.columns()), SqlNodeList.of(of(TERM, cycle.path().getSimple())));
            items.add(named(
                    new SqlCase(POS, null, SqlNodeList.of(wasThere), SqlNodeList.of(cycle.value()), cycle.usual()),
                    cycle.mark()));
            items.add(named(longer(cycle.path(), cycle.columns()), cycle.path()));
            goesOn = SqlStdOperatorTable.NOT_EQUALS.createCall(
                    POS, of(TERM, cycle.mark().getSimple()), cycle.value());
        }
        return select(items, as(widened, TERM, all), goesOn);
    }

    /** How far the row of the iteration before is, and one. */
    private SqlNode next() {
        SqlNode before = SqlStdOperatorTable.DOT.createCall(
                POS, of(TERM, search.sequence().getSimple()), new SqlIdentifier("f1", POS));
        return SqlStdOperatorTable.PLUS.createCall(POS, before, bigint(1));
    }

    private SqlNode level(SqlNode distance, String table) {
        List<SqlNode> fields = new ArrayList<>(List.of(distance));
        search.columns().forEach(column -> fields.add(of(table, column.getSimple())));
        return SqlStdOperatorTable.ROW.createCall(POS, fields);
    }

    private static SqlNode bigint(long value) {
        return SqlStdOperatorTable.CAST.createCall(
                POS, SqlLiteral.createExactNumeric(String.valueOf(value), POS), BIGINT);
    }

    private SqlNode longer(SqlIdentifier array, List<SqlIdentifier> columns) {
        return SqlStdOperatorTable.CONCAT.createCall(
                POS, of(TERM, array.getSimple()), list(row(TERM, columns)));
    }

    private static SqlNode row(String table, List<SqlIdentifier> columns) {
        return SqlStdOperatorTable.ROW.createCall(
                POS, columns.stream().map(column -> (SqlNode) of(table, column.getSimple())).toList());
    }

    private static SqlNode list(SqlNode only) {
        return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(POS, only);
    }

    private static SqlNodeList columns(String table, List<String> names) {
        SqlNodeList items = new SqlNodeList(POS);
        names.forEach(name -> items.add(of(table, name)));
        return items;
    }

    private static SqlIdentifier of(String table, String column) {
        return new SqlIdentifier(List.of(table, column), POS);
    }

    private static SqlNode named(SqlNode expression, SqlIdentifier name) {
        return SqlStdOperatorTable.AS.createCall(POS, expression, name);
    }

    private static SqlNode as(SqlNode query, String name, List<String> columns) {
        List<SqlNode> operands = new ArrayList<>(List.of(query, new SqlIdentifier(name, POS)));
        columns.forEach(column -> operands.add(new SqlIdentifier(column, POS)));
        return SqlStdOperatorTable.AS.createCall(POS, operands);
    }

    private static SqlSelect select(SqlNodeList items, SqlNode from, SqlNode where) {
        return new SqlSelect(POS, null, items, from, where, null, null, null, null, null, null, null, null);
    }

    /** The name that the term's FROM gives the query's own rows, or null. */
    private String reference(SqlNode from) {
        String name = item.name.getSimple();
        return switch (from) {
            case null -> null;
            case SqlIdentifier table -> table.isSimple() && table.getSimple().equals(name) ? name : null;
            case SqlJoin join -> {
                String left = reference(join.getLeft());
                yield left == null ? reference(join.getRight()) : left;
            }
            case SqlCall call when call.getKind() == SqlKind.AS ->
                reference(call.operand(0)) == null ? null : ((SqlIdentifier) call.operand(1)).getSimple();
            default -> null;
        };
    }

    private SqlException notAtTop(SqlNode term) {
        return new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "with a SEARCH or CYCLE clause, the recursive reference to WITH query \""
                                + item.name.getSimple() + "\" must be at the top level of its right-hand SELECT")
                .at(binding.at(term));
    }

    // ---- mistakes ---------------------------------------------------------------------------------------------------

    private void check(List<String> names) {
        if (search != null) {
            columns("search", search.columns(), search.pos(), names);
            isFree("search sequence", search.sequence(), search.pos(), names);
        }
        if (cycle == null) {
            return;
        }
        columns("cycle", cycle.columns(), cycle.pos(), names);
        isFree("cycle mark", cycle.mark(), cycle.pos(), names);
        isFree("cycle path", cycle.path(), cycle.pos(), names);
        differ("cycle mark", cycle.mark(), "cycle path", cycle.path());
        if (search != null) {
            differ("search sequence", search.sequence(), "cycle mark", cycle.mark());
            differ("search sequence", search.sequence(), "cycle path", cycle.path());
        }
    }

    private void columns(String what, List<SqlIdentifier> columns, SqlParserPos pos, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (SqlIdentifier column : columns) {
            String name = column.getSimple();
            if (!names.contains(name)) {
                throw fault(
                        SqlState.SYNTAX_ERROR, what + " column \"" + name + "\" not in WITH query column list", pos);
            }
            if (!seen.add(name)) {
                throw fault(
                        SqlState.DUPLICATE_COLUMN, what + " column \"" + name + "\" specified more than once", pos);
            }
        }
    }

    private void isFree(String what, SqlIdentifier name, SqlParserPos pos, List<String> names) {
        if (names.contains(name.getSimple())) {
            throw fault(
                    SqlState.SYNTAX_ERROR,
                    what + " column name \"" + name.getSimple() + "\" already used in WITH query column list",
                    pos);
        }
    }

    private void differ(String what, SqlIdentifier name, String other, SqlIdentifier otherName) {
        if (name.getSimple().equals(otherName.getSimple())) {
            throw fault(
                    SqlState.SYNTAX_ERROR,
                    what + " column name and " + other + " column name are the same",
                    search == null || what.startsWith("cycle") ? cycle.pos() : search.pos());
        }
    }

    private SqlException fault(String code, String message, SqlParserPos pos) {
        return new SqlException(code, message).at(binding.source.position(pos));
    }
}
