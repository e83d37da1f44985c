package dev.millrace.cli.sql;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class NamePatternTest {
    private static String conditions(String pattern) {
        return NamePattern.of(pattern).conditions("s", "n", "visible").replace(" COLLATE pg_catalog.default", "")
                .replace(" OPERATOR(pg_catalog.~)", " ~").replaceAll("\\s+", " ").strip();
    }

    @Test
    void patternsBecomeConditions() {
        assertEquals("AND n ~ '^(foo)$' AND visible", conditions("FOO"));
        assertEquals("AND n ~ '^(f.*)$' AND s ~ '^(app.)$'", conditions("app?.f*"));
        assertEquals("AND n ~ E'^(Foo\\\\.Bar)$' AND visible", conditions("\"Foo.Bar\""));
        assertEquals("AND s ~ '^(app)$'", conditions("app.*"));
        assertEquals("AND n ~ E'^(a\\\\$b)$' AND visible", conditions("a$b"));
        assertEquals("AND n ~ '^(it''s)$' AND visible", conditions("it's"));
    }

    @Test
    void tooManyDotsAreSeen() {
        assertTrue(NamePattern.of("a.b.c.d").isTooLong());
    }
}
