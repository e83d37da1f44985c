package dev.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class InputSplitterTest {
    private final Variables variables = new Variables();
    private InputSplitter splitter = new InputSplitter(variables);

    private List<String> split(String text) {
        splitter = new InputSplitter(variables);
        List<String> pieces = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            splitter.feed(line);
            for (InputSplitter.Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
                pieces.add(written(piece));
            }
        }
        InputSplitter.Piece last = splitter.finish();
        if (last != null) {
            pieces.add(written(last));
        }
        return pieces;
    }

    private String written(InputSplitter.Piece piece) {
        return switch (piece) {
            case InputSplitter.Piece.Sql(String sql, int line) -> line + " " + sql;
            case InputSplitter.Piece.Command(String name, String arguments, int line) ->
                    line + " " + name + " (" + arguments + ") <" + splitter.pendingText() + ">";
        };
    }

    @Test
    void semicolonsEndStatements() {
        assertEquals(List.of("1 select 1;", "1 select\n2;", "3 select 3"), split("select 1; select\n2;\nselect 3"));
        assertEquals(List.of("1 select 1; select 2;"), split("select 1\\; select 2;"));
    }

    @Test
    void quotesAndCommentsHideSemicolons() {
        assertEquals(List.of("1 select ';', \";\" -- ;\n;", "3 select 2;"),
                split("select ';', \";\" -- ;\n;\nselect 2;"));
        assertEquals(List.of("1 select /* ; /* ; */ ; */ 1;"), split("select /* ; /* ; */ ; */ 1;"));
        assertEquals(List.of("1 select 'a\n\nb;c', 1;"), split("select 'a\n\nb;c', 1;"));
    }

    @Test
    void dollarQuotesAndEscapesHideSemicolons() {
        assertEquals(List.of("1 select $$;$$, $a$ ; $$ $a$, $1;"), split("select $$;$$, $a$ ; $$ $a$, $1;"));
        assertEquals(List.of("2 select 'it''s; ok', E'\\';';"), split("\nselect 'it''s; ok', E'\\';';"));
    }

    @Test
    void commandsLeaveTheSqlBeforeThemToWhoeverTakesIt() {
        assertEquals(List.of("1 \\x () <>", "2 \\gx () <select 1>", "2 select 1 \nselect 2;"),
                split("\\x\nselect 1 \\gx\nselect 2;"));
    }

    @Test
    void commandsEndAtTheNextBackslash() {
        assertEquals(List.of("1 \\set (a 1) <>", "1 \\echo (:a 'b\\'c') <>", "1 \\x () <>", "1 select 1;"),
                split("\\set a 1 \\echo :a 'b\\'c' \\x \\\\ select 1;"));
        assertEquals(List.of("1 \\! (echo \\a; ls) <>"), split("\\! echo \\a; ls"));
        assertEquals(List.of("1 \\g (| sed 's/\\./x/') <select 1>", "1 select 1"),
                split("select 1 \\g | sed 's/\\./x/'"));
    }

    @Test
    void variablesArePutInAsTheyAreRead() {
        variables.set("n", "5");
        variables.set("two", "select 1; select :n");
        variables.set("loop", ":loop");
        assertEquals(List.of("1 select 5;"), split("select :n;"));
        assertEquals(List.of("select 1;", "select 5;", "select ':n', :loop, x::n -- :n\n;"),
                split(":two; select ':n', :loop, x::n -- :n\n;").stream().map(t -> t.replaceFirst("\\d+ ", ""))
                        .toList());
    }

    @Test
    void whatABranchBeganCanBeTakenBack() {
        splitter.feed("select 1 + ");
        assertEquals(null, splitter.next());
        InputSplitter.Mark mark = splitter.mark();
        splitter.feed("(2");
        assertEquals(null, splitter.next());
        assertEquals('(', splitter.openMark());
        splitter.restore(mark);
        assertEquals('-', splitter.openMark());
        splitter.feed("3;");
        assertEquals(new InputSplitter.Piece.Sql("select 1 + \n3;", 1), splitter.next());
    }

    @Test
    void knowsWhatKeepsAStatementOpen() {
        assertFalse(splitter.isPending());
        feed("-- only a comment");
        assertFalse(splitter.isPending());
        feed("select (1");
        assertTrue(splitter.isPending());
        assertEquals('(', splitter.openMark());
        feed("), 'a");
        assertEquals('\'', splitter.openMark());
        feed("', 2");
        assertEquals('-', splitter.openMark());
        InputSplitter copy = new InputSplitter(splitter);
        copy.feed(";");
        assertNotNull(copy.next());
        assertTrue(splitter.isPending(), "a copy leaves the splitter as it is");
    }

    private void feed(String line) {
        splitter.feed(line);
        assertEquals(null, splitter.next());
    }
}
