package dev.millrace.cli.sql;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;

final class ConsolesTest {

    /** A test's output leads to who runs it. */
    @Test
    void nobodyIsThereWhereOutputIsRedirected() {
        assertFalse(Consoles.isAttended());
    }
}
