package dev.millrace.sqltests.run;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.millrace.sqltests.script.Entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class RowsTest {
    @Test
    void valuesAreWrittenByTheirType() {
        assertEquals("NULL", Rows.text(null, 'T', false));
        assertEquals("(empty)", Rows.text("", 'T', false));
        assertEquals("1.235", Rows.text("1.2345", 'R', false));
        assertEquals("-0.500", Rows.text("-0.5", 'R', false));
        assertEquals("NaN", Rows.text("NaN", 'R', false));
        assertEquals("1.50", Rows.text("1.50", '?', false));
        assertEquals("1", Rows.text("1.9", 'I', true));
        assertEquals("1", Rows.text("t", 'I', true));
        assertEquals("␣a␣␣b", Rows.text(" a  b", 'T', false));
        assertEquals("a b", Rows.text("a b", 'T', false));
    }

    @Test
    void linesAreReadAsRows() {
        assertEquals(List.of("1", "2", "3"), Rows.row("1 2 3", 3));
        assertEquals(List.of("New York", "7"), Rows.row("New York  7", 2));
        assertEquals(List.of("a b c"), Rows.row("a b c", 1));
    }

    @Test
    void hashesAreSqlLogicTests() {
        List<List<String>> rows = List.of(List.of("2", "b"), List.of("1", "a"));
        assertEquals(List.of("1", "a", "2", "b"), Rows.values(rows, Entry.Sort.ROWS));
        assertEquals(List.of("1", "2", "a", "b"), Rows.values(rows, Entry.Sort.VALUES));
        // printf '1\na\n2\nb\n' | md5sum
        assertEquals("dcb405d9ab483907f29736a07728fa2d", Rows.md5(Rows.values(rows, Entry.Sort.ROWS)));
    }

    @Test
    void copyTextIsUnescaped() {
        assertEquals(Arrays.asList("a\tb", null, "\\N", ""), CopyText.values("a\\tb\t\\N\t\\\\N\t\n"));
    }

    @Test
    void differencesShowBothSides() {
        assertEquals("  a\n- b\n+ c\n  d", Difference.of(List.of("a", "b", "d"), List.of("a", "c", "d")));
    }
}
