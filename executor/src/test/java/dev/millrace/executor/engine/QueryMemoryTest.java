package dev.millrace.executor.engine;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.SqlException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class QueryMemoryTest {

    @Test
    void whoAsksForMoreThanThereIsFailsAndGivesBackWhatItHeld() {
        QueryMemory memory = new QueryMemory(100);
        try (QueryMemory.Charge first = memory.charge()) {
            first.change(60);
            try (QueryMemory.Charge second = memory.charge()) {
                second.change(40);
                assertEquals("53200", assertThrows(SqlException.class, () -> second.change(41)).sqlState());
            }
            assertEquals(60, memory.bytes());
            first.change(100);
            assertThrows(SqlException.class, () -> first.change(101));
            // To hold less is never refused.
            first.change(10);
            assertEquals(10, memory.bytes());
        }
        assertEquals(0, memory.bytes());
    }
}
