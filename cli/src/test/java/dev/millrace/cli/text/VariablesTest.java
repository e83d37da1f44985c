package dev.millrace.cli.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

final class VariablesTest {
    private final Variables variables = new Variables();

    @Test
    void usesAreQuotedAsAsked() {
        variables.set("who", "O'Brien \\ \"x\"");
        assertEquals("O'Brien \\ \"x\"", variables.use(":who", 0).text());
        assertEquals(" E'O''Brien \\\\ \"x\"'", variables.use(":'who'", 0).text());
        assertEquals("\"O'Brien \\ \"\"x\"\"\"", variables.use(":\"who\"", 0).text());
        assertEquals("TRUE", variables.use(":{?who}", 0).text());
        assertEquals("FALSE", variables.use(":{?nobody}", 0).text());
        assertNull(variables.use(":nobody", 0));
        assertNull(variables.use(":'who", 0));
        assertNull(variables.use("a[1:2]", 3));
    }

    @Test
    void valuesThatMeanNothingAreRefused() {
        assertEquals("unrecognized value \"foo\" for \"AUTOCOMMIT\": Boolean expected",
                variables.set("AUTOCOMMIT", "foo"));
        assertEquals("invalid value \"many\" for \"FETCH_COUNT\": integer expected",
                variables.set("FETCH_COUNT", "many"));
        assertEquals("unrecognized value \"loud\" for \"ECHO\"\nAvailable values are: none, errors, queries, all.",
                variables.set("ECHO", "loud"));
        assertEquals("invalid variable name: \"a-b\"", variables.set("a-b", "1"));
        assertEquals("on", variables.get("AUTOCOMMIT"));
    }

    @Test
    void switchesTakePsqlsWords() {
        assertNull(variables.set("ON_ERROR_STOP", "yes"));
        assertEquals(true, variables.isOn("ON_ERROR_STOP"));
        assertNull(variables.set("ON_ERROR_ROLLBACK", "1"));
        assertEquals("on", variables.get("ON_ERROR_ROLLBACK"));
        assertNull(variables.unset("ON_ERROR_STOP"));
        assertEquals("off", variables.get("ON_ERROR_STOP"));
        assertNull(SpecialVariable.asBoolean("o"));
        assertEquals(false, SpecialVariable.asBoolean("fal"));
    }
}
