package dev.millrace.server.session;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What is left of statements that hold passwords. */
final class RedactionTest {

    @Test
    void nothingBehindThePasswordIsShown() {
        assertEquals("alter role a password ***", Redaction.withoutPasswords("alter role a password 'x' login"));
        assertEquals("SELECT 1; CREATE /* - */\nUSER a PASSWORD ***",
                Redaction.withoutPasswords("SELECT 1; CREATE /* - */\nUSER a PASSWORD $q$x$q$; select 'x'"));
        assertEquals("alter group g encrypted Password ***",
                Redaction.withoutPasswords("alter group g encrypted Password\n'x'"));
    }

    @Test
    void othersStayAsTheyAre() {
        String sql = "select password from account where name = 'x'";
        assertEquals(sql, Redaction.withoutPasswords(sql));
    }
}
