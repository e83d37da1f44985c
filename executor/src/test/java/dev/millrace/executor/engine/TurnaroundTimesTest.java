package dev.millrace.executor.engine;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TurnaroundTimesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long now = 5 * SECOND;
    private final TurnaroundTimes times = new TurnaroundTimes(() -> now);

    @Test
    void tellsOfTheLastMinutesOnly() {
        assertTold(0, 0, 0);
        for (int i = 0; i < 99; i++) {
            times.shown(now - 1000);
        }
        times.shown(now - 1_000_000);
        assertTold(100, 1000, 1_000_000);
        now += 61 * SECOND;
        times.shown(now - 500);
        assertTold(101, 1000, 1_000_000);
        now += 61 * SECOND;
        assertTold(1, 500, 500);
        now += 300 * SECOND;
        assertTold(0, 0, 0);
    }

    private void assertTold(long epochs, double median, double most) {
        Turnaround told = times.told(Turnaround.Of.SOURCES);
        assertEquals(epochs, told.epochs());
        assertEquals(median, (double) told.medianNanos(), median / 100);
        assertEquals(most, (double) told.maxNanos(), most / 100);
    }
}
