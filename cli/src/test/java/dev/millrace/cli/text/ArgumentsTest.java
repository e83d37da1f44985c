package dev.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The expected words are what psql's {@code \echo} makes of the same text. */
final class ArgumentsTest {
    private final Variables variables = new Variables();

    private List<String> words(String text) {
        Arguments arguments = new Arguments(text, variables, command -> "<" + command + ">");
        List<String> words = new ArrayList<>();
        for (String word = arguments.next(); word != null; word = arguments.next()) {
            words.add(word);
        }
        return words;
    }

    @Test
    void quotesAreTakenAsPsqlTakesThem() {
        assertEquals(List.of("a", "b c", "\"d e\"", "it's"), words("a 'b c' \"d e\" 'it''s'"));
        assertEquals(List.of("ab c", "x\ty\nzAB"), words("a'b c' 'x\\ty\\nz\\x41\\102'"));
        assertEquals(List.of("", "end"), words("'' end"));
    }

    @Test
    void variablesAndProgramsAreOutsideOfSingleQuotes() {
        variables.set("v", "two words");
        assertEquals(List.of("two words", ":v", "'two words'", "<ls two words>", ":none", "TRUE"),
                words(":v ':v' :'v' `ls :v` :none :{?v}"));
    }

    @Test
    void aTargetMayBeAProgram() {
        Arguments arguments = new Arguments("| sort 'x y' | less ", variables, command -> "");
        assertEquals("| sort 'x y' | less", arguments.nextTarget());
        assertEquals(null, arguments.nextTarget());
        assertEquals("t", new Arguments("t;", variables, command -> "").nextName());
    }
}
