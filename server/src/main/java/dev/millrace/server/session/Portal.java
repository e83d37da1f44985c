package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.List;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.Scrolling;
import dev.millrace.server.net.Outbox;
import dev.millrace.server.wire.Format;
import dev.millrace.server.wire.RowEncoder;

/**
 * A statement with its parameters, and, once executed, its result at the place where the client stopped reading.
 * Portals are independent of one another: any number may be half-read at a time.
 */
public final class Portal implements AutoCloseable {

    private final String name;
    private final PreparedStatement source;
    private final List<Expr.Literal> arguments;
    private final short[] formatCodes;
    private Declared declared;
    private CursorRows cursorRows;
    private Outcome outcome;
    private boolean isFinished;
    private RowEncoder encoder;
    private DeltaBatch batch;
    private int row;
    private long rowsSent;
    private boolean isFailed;
    /** In which order the session's portals were opened. */
    private long number;

    Portal(String name, PreparedStatement source, List<Expr.Literal> arguments, short[] formatCodes) {
        this.name = name;
        this.source = source;
        this.arguments = arguments;
        this.formatCodes = formatCodes;
    }

    public String name() {
        return name;
    }

    PreparedStatement source() {
        return source;
    }

    List<Expr.Literal> arguments() {
        return arguments;
    }

    /** Formats of the result's columns: none for all text, one for all, or one each. */
    short[] formatCodes() {
        return formatCodes;
    }

    /** Null before the first Execute. */
    public Outcome outcome() {
        return outcome;
    }

    void opened(long asNumber) {
        number = asNumber;
    }

    long number() {
        return number;
    }

    /** @throws SqlException 55000 when it has failed: what comes after an error nobody knows */
    public void checkRunnable() {
        if (isFailed) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
        }
    }

    /** An error has met whoever was reading. */
    public void fail() {
        isFailed = true;
    }

    /** Whether everything was sent: executing again is an error, or sends nothing. */
    boolean isFinished() {
        return isFinished;
    }

    void finished() {
        isFinished = true;
    }

    /** The statement has been executed; rows will be encoded in the portal's formats. */
    void executed(Outcome result, ZoneId zone) {
        outcome = result;
        if (result instanceof Outcome.Rows rows) {
            List<Format> formats = RowEncoder.formats(formatCodes, rows.columns().size());
            encoder = new RowEncoder(rows.columns(), formats, zone);
        }
    }

    /** It was as if it had not been executed. */
    void restart() {
        outcome = null;
        encoder = null;
    }

    /** What DECLARE said of a cursor, and when: microseconds since 1970-01-01 00:00 UTC. */
    public record Declared(String sql, boolean isHold, boolean isBinary, Scrolling scrolling, long micros) {}

    /** The same for SQL cursors, whose FETCH decides the formats. */
    public static Portal ofCursor(String name, Outcome.Rows rows, Declared declared) {
        return ofCursor(name, rows, declared, null);
    }

    /** @param current the table whose rows come behind the columns of the cursor, or null */
    public static Portal ofCursor(String name, Outcome.Rows rows, Declared declared, CurrentOf.Row current) {
        Portal portal = new Portal(name, null, List.of(), new short[0]);
        portal.outcome = rows;
        portal.declared = declared;
        portal.cursorRows = new CursorRows(rows.stream(), declared.scrolling(), current);
        return portal;
    }

    /** Null for a portal of the protocol. */
    public Declared declared() {
        return declared;
    }

    public boolean isBinary() {
        return declared != null && declared.isBinary();
    }

    /** The rows of a declared cursor, as FETCH takes them; null for a portal of the protocol. */
    public CursorRows cursorRows() {
        return cursorRows;
    }

    /** Rows sent or fetched so far, over all executions. */
    long rowsSent() {
        return rowsSent;
    }

    /**
     * Sends up to {@code maxRows} rows.
     *
     * @param maxRows 0 for all
     * @return whether the end was reached
     */
    boolean send(Outbox out, long maxRows, Cancellation cancellation) throws InterruptedException {
        long limit = maxRows <= 0 ? Long.MAX_VALUE : maxRows;
        for (long sent = 0; sent < limit; sent++) {
            if (!advance()) {
                isFinished = true;
                return true;
            }
            encode(out.buffer());
            rowsSent++;
            if ((sent & 63) == 0) {
                cancellation.check();
            }
            out.sendIfLarge(cancellation);
        }
        return false;
    }

    /**
     * A row that cannot be written leaves nothing behind: the client must find the error where the row would have
     * begun.
     */
    private void encode(ByteBuf buffer) {
        int start = buffer.writerIndex();
        try {
            encoder.encode(batch, row - 1, buffer);
        } catch (RuntimeException e) {
            buffer.writerIndex(start);
            throw e;
        }
    }

    /** Computes the first rows without sending any. */
    void prepare() throws InterruptedException {
        if (advance()) {
            row--;
        } else {
            isFinished = true;
        }
    }

    /** Moves to the next row, which then is {@code row - 1} of {@code batch}; false at the end. */
    private boolean advance() throws InterruptedException {
        if (isFinished) {
            return false;
        }
        while (batch == null || row >= batch.size()) {
            batch = ((Outcome.Rows) outcome).stream().next();
            row = 0;
            if (batch == null) {
                return false;
            }
        }
        row++;
        return true;
    }

    /** The next rows as a stream of their own, for FETCH; at most {@code count}. */
    public RowStream take(long count) {
        return new RowStream() {
            private long rest = count;

            @Override
            public DeltaBatch next() throws InterruptedException {
                if (rest <= 0 || !advance()) {
                    isFinished |= rest > 0;
                    return null;
                }
                DeltaBatch taken = slice(row - 1, rest);
                rest -= taken.size();
                return taken;
            }
        };
    }

    /**
     * The same of rows that come when something happens: those that are there, at most {@code count}; where none are,
     * the first that come within the time.
     *
     * @param nanos {@code Long.MAX_VALUE} to wait for ever
     */
    public RowStream takeLive(LiveRows rows, long count, long nanos, Cancellation cancellation) {
        return new RowStream() {
            private long rest = count;
            private long patience = nanos;

            @Override
            public DeltaBatch next() throws InterruptedException {
                if (rest > 0 && (batch == null || row >= batch.size())) {
                    batch = rows.next(patience, cancellation);
                    row = 0;
                }
                patience = 0;
                if (rest <= 0 || batch == null) {
                    return null;
                }
                DeltaBatch taken = slice(row, rest);
                rest -= taken.size();
                return taken;
            }
        };
    }

    /** Up to {@code count} rows of the batch, which are then gone. */
    private DeltaBatch slice(int from, long count) {
        int size = (int) Math.min(count, batch.size() - from);
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = from + i;
        }
        row = from + size;
        rowsSent += size;
        return batch.select(rows, size);
    }

    @Override
    public void close() {
        isFinished = true;
        switch (outcome) {
            case Outcome.Rows rows -> rows.stream().close();
            case Outcome.CopyOut copy -> copy.stream().close();
            case Outcome.Done _, Outcome.CopyIn _ -> { }
            case null -> { }
        }
        batch = null;
    }
}
