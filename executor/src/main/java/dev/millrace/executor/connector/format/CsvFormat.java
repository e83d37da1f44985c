package dev.millrace.executor.connector.format;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Comma-separated values after RFC 4180, as PostgreSQL's COPY reads them: an empty field is NULL, a quoted empty one is
 * an empty text.
 *
 * @param nullText the unquoted text that is NULL
 * @param hasHeader whether files begin with the columns' names, which then say the fields' order
 */
record CsvFormat(char delimiter, String nullText, boolean hasHeader) implements Format {

    static CsvFormat of(ConnectorOptions options) {
        String delimiter = options.text("csv.delimiter", ",");
        String character = delimiter.equals("\\t") ? "\t" : delimiter;
        if (character.length() != 1 || character.charAt(0) >= 0x80 || "\"\r\n".contains(character)) {
            throw options.invalid("csv.delimiter", delimiter, "One ASCII character other than a quote is needed.");
        }
        return new CsvFormat(
                character.charAt(0), options.text("csv.null", ""), options.flag("csv.header", false));
    }

    @Override
    public RecordDecoder decoder(SourceSpec spec) {
        return new CsvDecoder(this, spec, IntStream.range(0, spec.schema().size()).toArray(), true);
    }

    @Override
    public RecordDecoder decoder(SourceSpec spec, byte[] header) {
        List<CsvRecord.Field> names = new CsvRecord(delimiter).split(header, 0, header.length);
        int[] columns = new int[names.size()];
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(spec.schema(), names.get(i).text().strip());
            if (columns[i] >= 0 && found.contains(columns[i])) {
                throw new SqlException(
                        SqlState.DUPLICATE_COLUMN,
                        "the header names column \"" + names.get(i).text() + "\" twice");
            }
            found.add(columns[i]);
        }
        return new CsvDecoder(this, spec, columns, false);
    }

    /** The column of a name, or the one whose name is the same but for case; -1 when none is. */
    private static int column(Schema schema, String name) {
        int exact = schema.indexOf(name);
        for (int i = 0; exact < 0 && i < schema.size(); i++) {
            if (schema.field(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return exact;
    }

    /** A line end within quotes is text: quotes are counted, which also gets doubled ones right. */
    @Override
    public int recordEnd(byte[] data, int start, int end) {
        boolean isQuoted = false;
        for (int i = start; i < end; i++) {
            byte next = data[i];
            if (next == '"') {
                isQuoted = !isQuoted;
            } else if (next == '\n' && !isQuoted) {
                return i + 1;
            }
        }
        return -1;
    }
}
