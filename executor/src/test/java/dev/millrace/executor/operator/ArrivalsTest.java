package dev.millrace.executor.operator;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.operator.Arrivals.Given;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Rows that come several times, and what they take with them when they go. */
final class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals(OrderedTables.of(StateTables.NONE, "test", 0));

    private static byte[] key(String row) {
        byte[] bytes = ("g" + row).getBytes(UTF_8);
        return Arrivals.key(bytes, 0, bytes.length);
    }

    private void come(String row, long weight, String... given) {
        arrivals.begin(key(row), weight);
        for (String one : given) {
            PlacedRow placed = new PlacedRow();
            placed.rowData = ("#" + one).getBytes(UTF_8);
            placed.rowStart = 1;
            placed.rowEnd = placed.rowData.length;
            arrivals.add(placed, one.length());
        }
    }

    private String go(String row, long weight) {
        Given given = arrivals.takeBack(key(row), weight);
        return given == null ? null : given.weight() + given.rows().stream()
                .map(match -> new String(match.row(), UTF_8) + "*" + match.weight())
                .collect(Collectors.toList()).toString();
    }

    @Test
    void theLastThatCameGoesFirst() {
        come("a", 1, "x");
        come("a", 2, "y", "zz");
        come("a", 1);
        assertEquals("1[]", go("a", 1));
        assertEquals("1[y*1, zz*2]", go("a", 1));
        come("a", 3, "w");
        assertEquals("3[w*1]", go("a", 5));
        assertEquals("1[y*1, zz*2]", go("a", 2));
        assertEquals("1[x*1]", go("a", 1));
        assertNull(go("a", 1));
        assertEquals(0, arrivals.table().negativeEntries());
    }

    @Test
    void rowsWhoseBytesBeginAlikeAreApart() {
        for (String row : List.of("a", "ab", "abc", "a\0\0\0\0\0\0\0\0")) {
            come(row, 1, row);
        }
        assertEquals("1[a*1]", go("a", 1));
        assertNull(go("a", 1));
        assertEquals("1[abc*3]", go("abc", 7));
        assertEquals("1[ab*2]", go("ab", 1));
        assertNull(go("b", 1));
        assertEquals("1[a\0\0\0\0\0\0\0\0*9]", go("a\0\0\0\0\0\0\0\0", 1));
    }
}
