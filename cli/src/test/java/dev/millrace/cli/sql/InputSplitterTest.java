package dev.millrace.cli.sql;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class InputSplitterTest {
    private static List<String> split(String text) {
        InputSplitter splitter = new InputSplitter();
        List<InputSplitter.Piece> pieces = new ArrayList<>();
        text.lines().forEach(line -> pieces.addAll(splitter.feed(line)));
        pieces.addAll(splitter.finish());
        return pieces.stream().map(piece -> switch (piece) {
            case InputSplitter.Piece.Sql(String sql, int line) -> line + " " + sql;
            case InputSplitter.Piece.Command(String command, String pending, int line) ->
                    line + " " + command + " <" + pending + ">";
        }).toList();
    }

    @Test
    void semicolonsEndStatements() {
        assertEquals(List.of("1 select 1", "1 select\n2", "3 select 3"), split("select 1; select\n2;\nselect 3"));
    }

    @Test
    void quotesAndCommentsHideSemicolons() {
        assertEquals(List.of("1 select ';', \";\" -- ;", "3 select 2"), split("select ';', \";\" -- ;\n;\nselect 2;"));
        assertEquals(List.of("1 select /* ; /* ; */ ; */ 1"), split("select /* ; /* ; */ ; */ 1;"));
        assertEquals(List.of("1 select $$;$$, $a$ ; $$ $a$, $1"), split("select $$;$$, $a$ ; $$ $a$, $1;"));
        assertEquals(List.of("1 select 'it''s; ok', E'\\';'"), split("select 'it''s; ok', E'\\';';"));
    }

    @Test
    void commandsStandAloneOrSendWhatIsBefore() {
        assertEquals(List.of("1 \\x <>", "2 \\gx <select 1>", "3 select 2"), split("\\x\nselect 1 \\gx\nselect 2;"));
        assertEquals(List.of("2 \\timing <select 1>", "1 select 1\n+ 2"), split("select 1\n\\timing\n+ 2;"));
    }

    @Test
    void knowsWhatKeepsAStatementOpen() {
        InputSplitter splitter = new InputSplitter();
        assertFalse(splitter.isPending());
        splitter.feed("-- only a comment");
        assertFalse(splitter.isPending());
        splitter.feed("select (1");
        assertTrue(splitter.isPending());
        assertEquals('(', splitter.openMark());
        splitter.feed("), 'a");
        assertEquals('\'', splitter.openMark());
        splitter.feed("', 2");
        assertEquals('-', splitter.openMark());
        assertEquals(1, splitter.feed(";").size());
        assertFalse(splitter.isPending());
    }
}
