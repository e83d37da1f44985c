package dev.millrace.server.session;

import java.util.List;

import dev.millrace.server.wire.Format;
import dev.millrace.server.wire.WireColumn;

/** What executing a statement gives the client. */
public sealed interface Outcome {

    /** Nothing but a tag. */
    record Done(String tag) implements Outcome {}

    /**
     * Rows.
     *
     * @param tag what CommandComplete says; a {@code %d} at its end stands for the number of rows sent
     * @param isBinary whether the simple protocol, too, sends them in binary: those of a BINARY cursor
     */
    record Rows(List<WireColumn> columns, RowStream stream, String tag, boolean isBinary) implements Outcome {

        public Rows(List<WireColumn> columns, RowStream stream, String tag) {
            this(columns, stream, tag, false);
        }

        private static final String NUMBER = "%d";

        /** The tag for so many rows. */
        String tag(long rowsSent) {
            return tag.endsWith(NUMBER) ? tag.substring(0, tag.length() - NUMBER.length()) + rowsSent : tag;
        }
    }

    /** Rows already brought into the form of COPY, one message each batch. */
    record CopyOut(Format format, int columns, CopyStream stream) implements Outcome {}

    /** The session is to take COPY data and feed it. */
    record CopyIn(Format format, int columns, CopySink sink) implements Outcome {}

    /** Encoded rows of COPY TO. */
    interface CopyStream extends AutoCloseable {

        /** One row's or header's bytes each; null at the end. May wait. */
        List<byte[]> next() throws InterruptedException;

        /** Rows so far, for the tag. */
        long rows();

        @Override
        default void close() {}
    }

    /** Takes what a client sends during COPY FROM. */
    interface CopySink {

        void accept(byte[] bytes);

        /** All data has come: writes it; returns the number of rows. */
        long finish();
    }
}
