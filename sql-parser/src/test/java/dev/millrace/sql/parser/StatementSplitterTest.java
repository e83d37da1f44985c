package dev.millrace.sql.parser;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class StatementSplitterTest {
    @Test
    void cutsAtSemicolonsAndLeavesOutWhatIsEmpty() {
        assertEquals(List.of(new ScriptStatement("select 1", 0, null), new ScriptStatement("select 2", 11, null)),
                StatementSplitter.split("select 1 ; select 2;;\n-- nothing\n;/* ; */"));
        assertEquals(List.of(), StatementSplitter.split(" \n ; -- only a comment"));
        assertEquals(List.of(), StatementSplitter.split(""));
    }

    @Test
    void keepsSemicolonsInQuotesAndComments() {
        String one = "select ';', \"a;b\", E'it\\';', $$;$$, $x$ $$;$$ $x$ /* ; /* ; */ ; */ from t -- ;\n where a";
        assertEquals(List.of(new ScriptStatement(one, 0, null),
                        new ScriptStatement("select 2", one.length() + 1, null)),
                StatementSplitter.split(one + ";select 2"));
    }

    @Test
    void keepsBodiesOfStatementsWhole() {
        String one = "create or replace function f() returns int"
                + " begin atomic select 1; select case 1 when 1 then 2 end; end";
        assertEquals(List.of(new ScriptStatement(one, 0, null),
                        new ScriptStatement("select atomic", one.length() + 1, null),
                        new ScriptStatement("from t", one.length() + 15, null)),
                StatementSplitter.split(one + ";select atomic;from t"));
    }

    @Test
    void saysWhereInTheScriptAPositionIs() {
        String script = "select '\uD83D\uDE00'; select x y z";
        ScriptStatement second = StatementSplitter.split(script).get(1);
        SqlParseFailure failure = assertThrows(SqlParseFailure.class, () -> MillraceParser.parse(second.text()));
        assertEquals(12, failure.position());
        assertEquals(script.codePointCount(0, script.indexOf('z')) + 1,
                second.positionInScript(script, failure.position()));
    }

    @Test
    void refusesWhatDoesNotEnd() {
        for (String script : List.of("select 1; select 'x", "select \"x", "select $a$ $$", "select 1 /* /* */")) {
            SqlParseFailure failure = assertThrows(SqlParseFailure.class, () -> StatementSplitter.split(script));
            assertEquals("42601", failure.sqlState(), script);
        }
    }
}
