package dev.millrace.executor.code;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.millrace.api.Context;
import dev.millrace.api.ListState;
import dev.millrace.api.MapState;
import dev.millrace.api.Processor;
import dev.millrace.api.Timer;
import dev.millrace.api.ValueState;
import dev.millrace.executor.code.KeyedState.Alarm;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A processor at work on one key: from a state that was kept, or from none, on through rows and timers in the order of
 * their time. What it puts out is a function of these. Timers fire before the first row that is not earlier, and, once
 * the clock or the watermark has reached them, without one.
 */
public final class ProcessorRun {

    /** As kinds of timers are kept. */
    private static final int EVENT_TIME = 0;
    private static final int CLOCK = 1;

    /** What comes out, call by call. */
    public interface Output {
        /** @param row one row of the declared columns */
        void put(DeltaBatch row);

        void failed(SqlException failure);
    }

    private final ProcessorCode code;
    private final ProcessorValues rows;
    private final ProcessorValues initialRows;
    private final ProcessorValues outputs;
    private final List<DeltaBatch> pending = new ArrayList<>();
    private KeyedState state;
    private Processor processor;
    private SqlException creationFailure;
    private Output output;
    private boolean isWithinTimer;

    /** @param initialSchema null where there is no initial state */
    public ProcessorRun(ProcessorCode code, Schema schema, Schema initialSchema, Schema outputs) {
        this.code = code;
        rows = new ProcessorValues(schema);
        initialRows = initialSchema == null ? null : new ProcessorValues(initialSchema);
        this.outputs = new ProcessorValues(outputs);
    }

    /** @param kept what {@link #state} gave, or null to begin from nothing */
    public void begin(byte[] kept, Output to) {
        state = kept == null ? new KeyedState() : KeyedStateCodec.decode(kept);
        output = to;
        creationFailure = null;
        try {
            processor = code.create();
        } catch (SqlException e) {
            creationFailure = e;
        }
    }

    public void initialise(DeltaBatch batch, int row) {
        call(context -> processor.initialise(initialRows.row(batch, row), context), false);
    }

    /**
     * The next row.
     *
     * @return false when it is earlier than what has happened already: then the key must be told anew
     */
    public boolean row(long micros, DeltaBatch batch, int row) {
        if (micros < state.time || !fire(micros, micros)) {
            return false;
        }
        state.advance(micros);
        call(context -> processor.process(rows.row(batch, row), context), false);
        return true;
    }

    /**
     * Fires what the clock and the watermark have reached.
     *
     * @return false when that should have happened before something that has happened already
     */
    public boolean advance(long clock, long watermark) {
        return fire(clock, watermark);
    }

    private boolean fire(long clock, long watermark) {
        for (Alarm alarm = first(clock, watermark); alarm != null; alarm = first(clock, watermark)) {
            if (alarm.micros() < state.time) {
                return false;
            }
            state.alarms.remove(alarm);
            state.advance(alarm.micros());
            Timer.Kind kind = alarm.kind() == CLOCK ? Timer.Kind.CLOCK : Timer.Kind.EVENT_TIME;
            Timer timer = new Timer(kind, instant(alarm.micros()));
            call(context -> processor.onTimer(timer, context), true);
        }
        return true;
    }

    private static int number(Timer.Kind kind) {
        return switch (kind) {
            case EVENT_TIME -> EVENT_TIME;
            case CLOCK -> CLOCK;
        };
    }

    private Alarm first(long clock, long watermark) {
        for (Alarm alarm : state.alarms) {
            if (alarm.micros() <= (alarm.kind() == CLOCK ? clock : watermark)) {
                return alarm;
            }
        }
        return null;
    }

    /** The earliest timer of a kind; {@link Long#MAX_VALUE} for none. */
    public long due(Timer.Kind kind) {
        for (Alarm alarm : state.alarms) {
            if (alarm.kind() == number(kind)) {
                return alarm.micros();
            }
        }
        return Long.MAX_VALUE;
    }

    /** What is to be kept. */
    public byte[] state() {
        state.sweep();
        return KeyedStateCodec.encode(state);
    }

    // ---- one call ---------------------------------------------------------------------------------------------------

    private void call(Consumer<Context> body, boolean isTimer) {
        if (creationFailure != null) {
            output.failed(creationFailure);
            return;
        }
        pending.clear();
        state.begin();
        isWithinTimer = isTimer;
        Call context = new Call();
        try {
            body.accept(context);
            pending.forEach(output::put);
        } catch (SqlException e) {
            state.undo();
            output.failed(new SqlException(e.sqlState(), code.name() + ": " + e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Errors, too: code that runs out of stack or of memory takes nobody else down.
            state.undo();
            output.failed(new SqlException(SqlState.EXTERNAL_ROUTINE_EXCEPTION, code.name() + ": " + e));
        } finally {
            context.isOver = true;
            pending.clear();
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private final class Call implements Context {
        private boolean isOver;

        private void check() {
            if (isOver) {
                throw new IllegalStateException("the call is over that this context was for");
            }
        }

        @Override
        public Instant time() {
            return state.time == KeyedState.NO_TIME ? Instant.EPOCH : instant(state.time);
        }

        @Override
        public void emit(Object... values) {
            check();
            pending.add(outputs.batch(values));
        }

        @Override
        public <T> ValueState<T> value(String name, Class<T> type, Duration timeToLive) {
            check();
            return ProcessorStates.value(state, name, type, timeToLive);
        }

        @Override
        public <T> ListState<T> list(String name, Class<T> type, Duration timeToLive) {
            check();
            return ProcessorStates.list(state, name, type, timeToLive);
        }

        @Override
        public <K, V> MapState<K, V> map(String name, Class<K> keyType, Class<V> valueType, Duration timeToLive) {
            check();
            return ProcessorStates.map(state, name, keyType, valueType, timeToLive);
        }

        @Override
        public void setTimer(Timer.Kind kind, Instant time) {
            check();
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
            if (isWithinTimer && micros <= state.time) {
                throw new IllegalArgumentException("a timer set by a timer must be later than that");
            }
            state.set(new Alarm(Math.max(micros, state.time), number(kind)));
        }

        @Override
        public void cancelTimer(Timer.Kind kind, Instant time) {
            check();
            state.cancel(new Alarm(ChronoUnit.MICROS.between(Instant.EPOCH, time), number(kind)));
        }
    }
}
