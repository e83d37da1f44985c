package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SlicesTest {

    private static final long TABLE = 1;
    private static final long OTHER = 2;
    private static final int ROWS = 500_000;

    @Test
    void aSmallChangeIsTakenAtOnce() {
        DeltaBatch small = Bank.row(1, 10, 100, 1);
        assertFalse(Slices.areNeeded(Map.of(TABLE, small), Set.of(TABLE)));
        assertFalse(Slices.areNeeded(Map.of(OTHER, accounts()), Set.of(TABLE)), "nobody reads it");
    }

    @Test
    void whatGoesComesFirstAndEveryRowOnce() {
        Map<Long, DeltaBatch> changes = Map.of(TABLE, accounts(), OTHER, Bank.row(7, 10, 100, -1));
        assertTrue(Slices.areNeeded(changes, Set.of(TABLE, OTHER)));
        List<Long> going = new ArrayList<>();
        List<Long> coming = new ArrayList<>();
        int[] slices = {0};
        Slices.forEach(changes, Set.of(TABLE, OTHER), slice -> {
            slices[0]++;
            DeltaBatch rows = slice.values().iterator().next();
            assertEquals(1, slice.size(), "inputs of a slice");
            for (int row = 0; row < rows.size(); row++) {
                if (rows.weight(row) < 0) {
                    assertTrue(coming.isEmpty(), "a row goes after one came");
                    going.add(rows.words(0).value(row));
                } else {
                    coming.add(rows.words(0).value(row));
                }
            }
        });
        assertEquals(ROWS / 2 + 1, going.size());
        assertEquals(ROWS / 2, coming.size());
        assertEquals(ROWS / 2, coming.stream().distinct().count());
        assertTrue(slices[0] >= 4, "slices: " + slices[0]);
    }

    /** Every other one goes. */
    private static DeltaBatch accounts() {
        BatchBuilder builder = new BatchBuilder(Bank.ACCOUNT);
        for (int id = 0; id < ROWS; id++) {
            Bank.append(builder, id, 10, 1, id % 2 == 0 ? -1 : 1);
        }
        return builder.build();
    }
}
