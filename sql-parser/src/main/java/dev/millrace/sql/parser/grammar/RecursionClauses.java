package dev.millrace.sql.parser.grammar;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.expression.SqlTracedItem;
import dev.millrace.sql.parser.expression.SqlTracedItem.Cycle;
import dev.millrace.sql.parser.expression.SqlTracedItem.Search;

/** Reads SEARCH and CYCLE behind a query of WITH. Their words are no keywords anywhere else. */
final class RecursionClauses {
    private final SqlGrammar grammar;

    private RecursionClauses(SqlGrammar grammar) {
        this.grammar = grammar;
    }

    static SqlWithItem read(
            SqlIdentifier name, SqlNodeList columns, SqlNode query, SqlLiteral recursive, SqlGrammar grammar)
            throws ParseException {
        RecursionClauses clauses = new RecursionClauses(grammar);
        Search search = clauses.search();
        Cycle cycle = clauses.cycle();
        return search == null && cycle == null
                ? new SqlWithItem(name.getParserPosition(), name, columns, query, recursive)
                : new SqlTracedItem(name, columns, query, recursive, search, cycle);
    }

    private Search search() throws ParseException {
        if (!accept("search")) {
            return null;
        }
        SqlParserPos pos = grammar.getPos();
        boolean isBreadth = accept("breadth");
        if (!isBreadth) {
            expect("depth");
        }
        expect("first");
        expect("by");
        List<SqlIdentifier> columns = names();
        expect("set");
        return new Search(isBreadth, columns, grammar.SimpleIdentifier(), pos);
    }

    private Cycle cycle() throws ParseException {
        if (!accept("cycle")) {
            return null;
        }
        SqlParserPos pos = grammar.getPos();
        List<SqlIdentifier> columns = names();
        expect("set");
        SqlIdentifier mark = grammar.SimpleIdentifier();
        SqlNode value = SqlLiteral.createBoolean(true, pos);
        SqlNode usual = SqlLiteral.createBoolean(false, pos);
        if (accept("to")) {
            value = grammar.OneExpression();
            expect("default");
            usual = grammar.OneExpression();
        }
        expect("using");
        return new Cycle(columns, mark, value, usual, grammar.SimpleIdentifier(), pos);
    }

    private List<SqlIdentifier> names() throws ParseException {
        List<SqlIdentifier> names = new ArrayList<>(List.of(grammar.SimpleIdentifier()));
        while (grammar.getToken(1).kind == SqlGrammarConstants.COMMA) {
            grammar.getNextToken();
            names.add(grammar.SimpleIdentifier());
        }
        return names;
    }

    private boolean accept(String word) {
        if (!grammar.getToken(1).image.equalsIgnoreCase(word)) {
            return false;
        }
        grammar.getNextToken();
        return true;
    }

    private void expect(String word) throws ParseException {
        if (!accept(word)) {
            throw grammar.generateParseException();
        }
    }
}
