package dev.millrace.sqltests.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows for COPY, encoded before the clock runs and sent in messages of some size, as psql and pgjdbc do. */
final class CopyRows {
    private static final int MESSAGE_BYTES = 64 << 10;

    private final byte[] text;

    CopyRows(long rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long id = 1; id <= rows; id++) {
            String numbers = id + "\t" + id * 7919 % 1000 + "\t" + id * 104_729 % 100_003;
            out.writeBytes((numbers + "\tnote of the row " + id + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        text = out.toByteArray();
    }

    /** How many rows the server says it took. */
    long sendTo(Connection connection) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY bid FROM STDIN");
        for (int from = 0; from < text.length; from += MESSAGE_BYTES) {
            copy.writeToCopy(text, from, Math.min(MESSAGE_BYTES, text.length - from));
        }
        return copy.endCopy();
    }
}
