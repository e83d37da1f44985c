package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TransactionSnapshot;
import dev.millrace.executor.data.Unsigned;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.PG_LSN;
import static dev.millrace.executor.plan.SqlType.Kind.PG_SNAPSHOT;
import static dev.millrace.executor.plan.SqlType.Kind.XID8;

/** Positions of a log, numbers of transactions, and snapshots, whose words {@link Unsigned} explains. */
final class TransactionFunctions {

    private static final int BITS = 64;

    private TransactionFunctions() {}

    private static SqlException outOfRange() {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, "pg_lsn out of range");
    }

    // ---- pg_lsn -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"-", "pg_wal_lsn_diff"}, description = "How many bytes one position lies behind another.",
            example = "pg_lsn '0/16AE7F8' - pg_lsn '0/16AE7F7' = 1")
    static Numeric difference(@As(PG_LSN) long left, @As(PG_LSN) long right) {
        return Numeric.of(new BigDecimal(Unsigned.value(left).subtract(Unsigned.value(right))));
    }

    @SqlFunction(name = "+", description = "The position so many bytes further.")
    @As(PG_LSN)
    static long further(@As(PG_LSN) long position, Numeric bytes) {
        if (bytes.isNaN()) {
            throw notSupported("cannot add NaN to pg_lsn");
        }
        return word(Unsigned.value(position).add(whole(bytes)));
    }

    @SqlFunction(name = "+", description = "The position so many bytes further.")
    @As(PG_LSN)
    static long furtherBy(Numeric bytes, @As(PG_LSN) long position) {
        return further(position, bytes);
    }

    @SqlFunction(name = "-", description = "The position so many bytes before.")
    @As(PG_LSN)
    static long before(@As(PG_LSN) long position, Numeric bytes) {
        if (bytes.isNaN()) {
            throw notSupported("cannot subtract NaN from pg_lsn");
        }
        return word(Unsigned.value(position).subtract(whole(bytes)));
    }

    @SqlFunction(name = "pg_lsn", description = "A number of bytes as a position.",
            example = "pg_lsn(23783416) = '0/16AE7F8'")
    @As(PG_LSN)
    static long position(Numeric bytes) {
        if (bytes.isNaN()) {
            throw notSupported("cannot convert NaN to pg_lsn");
        }
        return word(whole(bytes));
    }

    private static SqlException notSupported(String message) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    private static BigInteger whole(Numeric bytes) {
        if (bytes.isInfinite()) {
            throw notSupported("cannot convert infinity to pg_lsn");
        }
        return bytes.decimal().setScale(0, RoundingMode.HALF_UP).toBigInteger();
    }

    private static long word(BigInteger position) {
        if (position.signum() < 0 || position.bitLength() > BITS) {
            throw outOfRange();
        }
        return Unsigned.turned(position.longValue());
    }

    // ---- xid8 -------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "xid8cmp", description = "-1, 0 or 1: which of two transactions is the earlier one.")
    static int compared(@As(XID8) long left, @As(XID8) long right) {
        return Long.compare(left, right);
    }

    @SqlCast(from = XID8, to = OID)
    static long low(long transaction) {
        return Unsigned.turned(transaction) & 0xffff_ffffL;
    }

    // ---- pg_snapshot ------------------------------------------------------------------------------------------------

    @SqlFunction(name = "pg_snapshot_xmin", description = "The first transaction that a snapshot may not see.")
    @As(XID8)
    static long from(@As(PG_SNAPSHOT) Text snapshot) {
        return Unsigned.turned(read(snapshot).from());
    }

    @SqlFunction(name = "pg_snapshot_xmax", description = "The transaction from which on a snapshot sees none.")
    @As(XID8)
    static long to(@As(PG_SNAPSHOT) Text snapshot) {
        return Unsigned.turned(read(snapshot).to());
    }

    @SqlFunction(name = "pg_visible_in_snapshot", description = "Whether a snapshot sees a transaction.",
            example = "pg_visible_in_snapshot('13', '12:20:13,15') = false")
    static boolean isVisible(@As(XID8) long transaction, @As(PG_SNAPSHOT) Text snapshot) {
        return read(snapshot).sees(Unsigned.turned(transaction));
    }

    private static TransactionSnapshot read(Text snapshot) {
        return TransactionSnapshot.parse(snapshot.toString());
    }
}
