package dev.millrace.executor.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.HdrHistogram.Histogram;

/**
 * How long what came waited until an epoch with it was shown to readers: the time of the one that waited longest in
 * each epoch. Told of the last one to two minutes. May be asked by any thread.
 */
final class TurnaroundTimes {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Of a hundred values that differ by less than a hundredth none is told from another. */
    private static final int DIGITS = 2;

    private final LongSupplier nanoClock;
    private Histogram minute = new Histogram(DIGITS);
    private Histogram minuteBefore = new Histogram(DIGITS);
    private long minuteBegan;

    TurnaroundTimes(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        minuteBegan = nanoClock.getAsLong();
    }

    /** @param since when the first of what an epoch holds came, by the same clock */
    synchronized void shown(long since) {
        long now = nanoClock.getAsLong();
        turnTo(now);
        minute.recordValue(Math.max(0, now - since));
    }

    synchronized Turnaround told(Turnaround.Of of) {
        turnTo(nanoClock.getAsLong());
        Histogram both = minuteBefore.copy();
        both.add(minute);
        return new Turnaround(
                of, both.getTotalCount(), both.getValueAtPercentile(50), both.getValueAtPercentile(99),
                both.getMaxValue());
    }

    private void turnTo(long now) {
        if (now - minuteBegan < MINUTE_NANOS) {
            return;
        }
        boolean isNext = now - minuteBegan < 2 * MINUTE_NANOS;
        Histogram oldest = minuteBefore;
        minuteBefore = minute;
        minute = oldest;
        minute.reset();
        if (!isNext) {
            minuteBefore.reset();
        }
        minuteBegan = now;
    }
}
