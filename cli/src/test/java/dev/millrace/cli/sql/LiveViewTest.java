package dev.millrace.cli.sql;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.cli.table.CellMarks.Mark;
import dev.millrace.cli.table.Grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LiveViewTest {
    private static Grid grid(List<List<String>> rows) {
        return new Grid(List.of(new Grid.Column("branch", false), new Grid.Column("total", true)), rows);
    }

    @Test
    void aRelationIsReadAsFarAsItIsShown() {
        assertEquals("SELECT * FROM v", LiveView.queryOf(" v; "));
        assertEquals("select 1", LiveView.queryOf("select 1"));
        assertEquals("SELECT * FROM v\nLIMIT 21", LiveView.limited("SELECT * FROM v", 21));
        assertEquals("select * from v limit 3", LiveView.limited("select * from v limit 3", 21));
        assertEquals("select * from (select 1 limit 2) s\nLIMIT 21",
                LiveView.limited("select * from (select 1 limit 2) s", 21));
    }

    @Test
    void changedCellsAndNewRowsAreMarkedForAWhile() {
        Changes changes = new Changes();
        assertTrue(changes.take(grid(List.of(List.of("north", "1"), List.of("south", "2"))), 0));
        assertEquals(Mark.NONE, changes.marks(0).of(0, 1), "the first state is no change");
        Grid next = grid(List.of(List.of("east", "7"), List.of("north", "1"), List.of("south", "3")));
        assertTrue(changes.take(next, 10));
        assertEquals(Mark.NEW, changes.marks(10).of(0, 1));
        assertEquals(Mark.NONE, changes.marks(10).of(1, 1), "it only moved");
        assertEquals(Mark.CHANGED, changes.marks(10).of(2, 1));
        assertEquals(Mark.NONE, changes.marks(10).of(2, 0));
        assertFalse(changes.take(next, 20));
        assertEquals(Mark.NONE, changes.marks(2_000_000_000L).of(2, 1));
    }

    @Test
    void progressSaysHowFarAndHowFast() {
        assertEquals("backfill 45 % (4,500 of 10,000 rows, 1,500/s)",
                Progress.described(List.of("backfill", "backfill", "4500", "10000", "3")));
        assertEquals("1.5 kB", TopView.bytes(1536));
    }
}
