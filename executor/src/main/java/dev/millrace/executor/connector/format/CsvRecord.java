package dev.millrace.executor.connector.format;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;

/** Cuts the bytes of one CSV record into fields: by hand when nothing is quoted, otherwise with FastCSV. */
final class CsvRecord {

    /** One field; its bytes are {@code data[start..end)}. */
    record Field(byte[] data, int start, int end, boolean isQuoted) {

        String text() {
            return new String(data, start, end - start, UTF_8);
        }
    }

    private final byte delimiter;
    private final CsvReader.CsvReaderBuilder quoted;
    private final List<Field> fields = new ArrayList<>();

    CsvRecord(char delimiter) {
        this.delimiter = (byte) delimiter;
        quoted = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false);
    }

    /**
     * The fields of a record; the list is used again for the next one.
     *
     * @throws SqlException when quotes are not closed, or text follows a closing one
     */
    List<Field> split(byte[] data, int start, int end) {
        fields.clear();
        int to = end;
        if (to > start && data[to - 1] == '\n') {
            to--;
        }
        if (to > start && data[to - 1] == '\r') {
            to--;
        }
        int fieldStart = start;
        for (int i = start; i < to; i++) {
            if (data[i] == '"') {
                fields.clear();
                return splitQuoted(data, start, to);
            }
            if (data[i] == delimiter) {
                fields.add(new Field(data, fieldStart, i, false));
                fieldStart = i + 1;
            }
        }
        fields.add(new Field(data, fieldStart, to, false));
        return fields;
    }

    private List<Field> splitQuoted(byte[] data, int start, int end) {
        try {
            quoted.ofSingleCsvRecord(new FieldCollector(), new String(data, start, end - start, UTF_8));
        } catch (CsvParseException e) {
            throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "malformed CSV: quotes do not match");
        }
        return fields;
    }

    /** Receives FastCSV's fields. */
    private final class FieldCollector extends AbstractBaseCsvCallbackHandler<Boolean> {

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean isQuoted) {
            byte[] text = new String(buffer, offset, length).getBytes(UTF_8);
            fields.add(new Field(text, 0, text.length, isQuoted));
        }

        @Override
        protected Boolean buildRecord() {
            return true;
        }
    }
}
