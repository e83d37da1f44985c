package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;

/**
 * Finds the moment at which a condition turns that changes once as time goes on, for all rows of a batch together:
 * strides that grow, away from the clock, then halves. It takes some fifty evaluations of the batch, and nobody has to
 * know how to solve the condition for the clock.
 */
final class TurnSearch {

    /** The range of timestamptz. */
    private static final long CLOCK_MIN = -210_866_803_200_000_000L;
    private static final long CLOCK_MAX = 9_223_371_331_200_000_000L;
    /** Twenty minutes: most conditions turn within days of the clock. */
    private static final long FIRST_STRIDE = 1L << 30;
    private static final int STRIDE_SHIFT = 3;

    private final Evaluator condition;
    private final boolean rises;
    private final DeltaBatch batch;
    private final long clockMicros;
    private final long[] probes;
    /** The last moment known to be before the turn; below the range when none is. */
    private final long[] low;
    /** The first moment known to be behind the turn; above the range when none is. */
    private final long[] high;

    private TurnSearch(Evaluator condition, boolean rises, DeltaBatch batch, long clockMicros) {
        this.condition = condition;
        this.rises = rises;
        this.batch = batch;
        this.clockMicros = clockMicros;
        probes = new long[batch.size()];
        low = new long[batch.size()];
        high = new long[batch.size()];
        Arrays.fill(low, CLOCK_MIN - 1);
        Arrays.fill(high, CLOCK_MAX + 1);
    }

    /**
     * The first moment at which a rising condition is true, or a falling one is not true any more; {@code
     * Long.MIN_VALUE} and {@code Long.MAX_VALUE} for always and never.
     *
     * @param condition over the batch's columns and, behind them, the clock
     * @param failures takes the rows whose condition cannot be evaluated at the clock
     */
    static long[] of(
            Evaluator condition, boolean rises, DeltaBatch batch, long clockMicros, Evaluator.Failures failures) {
        TurnSearch search = new TurnSearch(condition, rises, batch, clockMicros);
        Arrays.fill(search.probes, clockMicros);
        search.narrow(failures);
        for (long stride = FIRST_STRIDE; search.aim(stride); ) {
            search.narrow(new Evaluator.Failures());
            stride = stride < CLOCK_MAX >> STRIDE_SHIFT ? stride << STRIDE_SHIFT : stride;
        }
        for (int row = 0; row < batch.size(); row++) {
            if (search.high[row] > CLOCK_MAX) {
                search.high[row] = Long.MAX_VALUE;
            } else if (search.high[row] <= CLOCK_MIN) {
                search.high[row] = Long.MIN_VALUE;
            }
        }
        return search.high;
    }

    /** Where to look next; false when every row is decided. */
    private boolean aim(long stride) {
        boolean isOpen = false;
        for (int row = 0; row < probes.length; row++) {
            if (high[row] - low[row] <= 1) {
                probes[row] = clockMicros;
                continue;
            }
            isOpen = true;
            if (high[row] > CLOCK_MAX) {
                probes[row] = low[row] > CLOCK_MAX - stride ? CLOCK_MAX : low[row] + stride;
            } else if (low[row] < CLOCK_MIN) {
                probes[row] = high[row] < CLOCK_MIN + stride ? CLOCK_MIN : high[row] - stride;
            } else {
                probes[row] = low[row] + (high[row] - low[row]) / 2;
            }
        }
        return isOpen;
    }

    private void narrow(Evaluator.Failures failures) {
        Column[] columns = new Column[batch.columnCount() + 1];
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[i] = batch.column(i);
        }
        columns[batch.columnCount()] = new WordColumn(probes.clone(), null, probes.length);
        WordColumn truth = (WordColumn) condition.evaluate(batch.withColumns(columns), clockMicros, failures);
        for (int row = 0; row < probes.length; row++) {
            // What fails far away from the clock is beyond what can be computed: nothing turns there.
            boolean isTurned = failures.of(row) != null
                    ? probes[row] < clockMicros
                    : rises == (!truth.isNull(row) && truth.value(row) != 0);
            if (isTurned) {
                high[row] = Math.min(high[row], probes[row]);
            } else {
                low[row] = Math.max(low[row], probes[row]);
            }
        }
    }
}
