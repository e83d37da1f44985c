package dev.millrace.executor.regex;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class SearchTest {

    private static final Pattern.Options PLAIN = new Pattern.Options(false, false, false, false);

    private static String first(String expression, String text) {
        Search search = Pattern.read(expression, PLAIN).search(text);
        if (!search.find()) {
            return "none";
        }
        List<String> groups = new ArrayList<>();
        for (int i = search.groupCount() == 0 ? 0 : 1; i <= search.groupCount(); i++) {
            groups.add(search.group(i));
        }
        return String.join("|", groups);
    }

    /** As PostgreSQL answers. */
    @Test
    void greedIsOfEachPiece() {
        assertEquals("ll|mmmfff|", first("^(l*)(.*)(f*)$", "llmmmfff"));
        assertEquals("|llmmmfff|", first("^(l*){1,1}?(.*)(f*)$", "llmmmfff"));
        assertEquals("|llmmmfff|", first("^(l*?)(.*)(f*)$", "llmmmfff"));
        assertEquals("ll|mmmfff|", first("^(l*?){1,1}(.*)(f*)$", "llmmmfff"));
        assertEquals("ab|c", first("(a|ab)(bc|c)?", "abc"));
    }

    @Test
    void groupsAreFoundAgain() {
        assertEquals("ab", first("^(abc|ab)\\1$", "abab"));
        assertEquals("o", first("(.)\\1", "foobarr"));
        assertEquals("ab| ab", first("^(.+)( \\1)+$", "ab ab ab"));
        assertEquals("none", first("^(.+)( \\1)+$", "ab ab xb"));
    }

    @Test
    void whatStandsAroundIsNoPart() {
        assertEquals("abb", first("a(?=b)b*", "acabb"));
        assertEquals("none", first("(?<![xz])a.", "xaybzaya"));
        assertEquals("b", first("(?<=a+)b", "aab"));
        assertEquals("2", first("(\\d)(?!\\d)", "12a"));
    }

    @Test
    void charactersOfTwoUnitsAreOne() {
        assertEquals("😄", first("(.)\\1", "a😄😄"));
    }

    @Test
    void workIsBounded() {
        String expression = "^(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)\\1b$";
        Search search = Pattern.read(expression, PLAIN).search("a".repeat(60) + "cb");
        assertFalse(search.find());
        Search endless = Pattern.read("^(a*)(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4x?y?$", PLAIN)
                .search("a".repeat(41) + "xyx");
        assertFalse(endless.find());
        Search tooMuch = Pattern.read("(.*)(.*)\\2\\1z", PLAIN).search("ab".repeat(20_000));
        assertEquals(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                assertThrows(SqlException.class, tooMuch::find).sqlState());
    }

    @Test
    void nonsenseIsTold() {
        assertRefused("invalid backreference number", "(a)\\2");
        assertRefused("quantifier operand invalid", "(?=a)*");
        assertRefused("parentheses () not balanced", "(?=(a");
        assertRefused("invalid character range", "[b-a]");
        assertRefused("invalid repetition count(s)", "a{2,1}");
        assertRefused("regular expression is too complex", "(".repeat(1000));
    }

    private static void assertRefused(String reason, String expression) {
        SqlException refused = assertThrows(SqlException.class, () -> first(expression, ""));
        assertEquals("invalid regular expression: " + reason, refused.getMessage());
    }
}
