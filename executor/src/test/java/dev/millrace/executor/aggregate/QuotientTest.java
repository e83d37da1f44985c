package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Division in machine words has the same digits as division of decimals. */
class QuotientTest {

    private static final long[] EDGES = {
        0, 1, 2, 3, 7, 9_999, 10_000, 10_001, 99_999_999, 100_000_000, 999_999_999, 1_000_000_000, 1_000_000_001,
        9_999_999_999_999_999L, 10_000_000_000_000_000L, Long.MAX_VALUE, -1, -5, -10_000, -Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @Test
    void edgesDivideAsDecimalsDo() {
        for (long dividend : EDGES) {
            for (long divisor : EDGES) {
                if (divisor > 0) {
                    check(dividend, divisor);
                }
            }
        }
    }

    @Test
    void anyNumbersDivideAsDecimalsDo() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            check(random.nextLong() >> random.nextInt(64), 1 + (random.nextLong() >>> 1 + random.nextInt(62)));
        }
    }

    private static void check(long dividend, long divisor) {
        ColumnBuilder words = new ColumnBuilder(SqlType.Layout.BYTES);
        Quotient.append(words, dividend, divisor);
        ColumnBuilder decimals = new ColumnBuilder(SqlType.Layout.BYTES);
        Quotient.of(BigDecimal.valueOf(dividend), BigDecimal.valueOf(divisor)).appendTo(decimals);
        assertArrayEquals(
                ((BytesColumn) decimals.build()).bytes(0), ((BytesColumn) words.build()).bytes(0),
                () -> dividend + " / " + divisor);
    }
}
