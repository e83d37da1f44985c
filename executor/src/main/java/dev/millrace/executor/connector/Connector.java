package dev.millrace.executor.connector;

import dev.millrace.executor.plan.SqlException;

/**
 * One kind of outside system, as named by the option {@code connector} of a statement. Stateless.
 *
 * <p>The checks run once, when the statement does, and may reach out to the system; opening happens again at every
 * start, when the system may be away, and so never reaches out.
 */
public interface Connector {

    /** The value of the option {@code connector}. */
    String name();

    /**
     * Refuses what could never work: unknown, missing or wrong options, a topic or a file that is not there, a broker
     * that cannot be reached, columns that the format cannot fill.
     */
    default void checkSource(SourceSpec spec) {
        throw SqlException.unsupported("reading with connector \"" + name() + "\"");
    }

    /** As {@link #checkSource}, for writing. */
    default void checkSink(SinkSpec spec) {
        throw SqlException.unsupported("writing with connector \"" + name() + "\"");
    }

    /** @param spec one that {@link #checkSource} let pass, now or at an earlier start */
    default Source openSource(SourceSpec spec) {
        throw SqlException.unsupported("reading with connector \"" + name() + "\"");
    }

    /** @param spec one that {@link #checkSink} let pass, now or at an earlier start */
    default Sink openSink(SinkSpec spec) {
        throw SqlException.unsupported("writing with connector \"" + name() + "\"");
    }
}
