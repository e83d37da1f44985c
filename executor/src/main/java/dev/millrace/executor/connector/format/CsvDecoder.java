package dev.millrace.executor.connector.format;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Decodes CSV records whose fields are known to be these columns. */
final class CsvDecoder implements RecordDecoder {

    private final CsvRecord record;
    private final byte[] nullText;
    private final SourceSpec spec;
    private final FieldDecoder[] decoders;
    /** The column of each field, -1 where a field is none. */
    private final int[] columns;
    private final boolean isComplete;
    private final RowBuffer row;
    private String rejection;

    /** @param isComplete whether the fields are all the schema's columns, for messages */
    CsvDecoder(CsvFormat format, SourceSpec spec, int[] columns, boolean isComplete) {
        record = new CsvRecord(format.delimiter());
        nullText = format.nullText().getBytes(UTF_8);
        this.spec = spec;
        this.columns = columns;
        this.isComplete = isComplete;
        decoders = FieldDecoder.of(spec.schema());
        row = new RowBuffer(spec.schema(), spec.columns());
    }

    @Override
    public Outcome decode(byte[] data, int start, int end, BatchBuilder batch) {
        try {
            if (!Utf8.isValid(data, start, end)) {
                throw new SqlException(
                        SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
            }
            List<CsvRecord.Field> fields = record.split(data, start, end);
            if (isEmpty(fields) && columns.length > 1) {
                return Outcome.NO_ROW;
            }
            fill(fields);
            row.check();
        } catch (SqlException e) {
            rejection = e.getMessage();
            return Outcome.REJECTED;
        }
        row.appendTo(batch);
        return Outcome.ROW;
    }

    private static boolean isEmpty(List<CsvRecord.Field> fields) {
        return fields.size() == 1 && !fields.getFirst().isQuoted()
                && fields.getFirst().start() == fields.getFirst().end();
    }

    private void fill(List<CsvRecord.Field> fields) {
        if (fields.size() > columns.length) {
            throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "extra data after last expected column");
        }
        if (fields.size() < columns.length) {
            String missing = isComplete
                    ? "missing data for column \"" + spec.schema().field(columns[fields.size()]).name() + "\""
                    : "the record has " + fields.size() + " fields, the header " + columns.length;
            throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, missing);
        }
        row.clear();
        for (int i = 0; i < columns.length; i++) {
            CsvRecord.Field field = fields.get(i);
            if (columns[i] >= 0 && !isNull(field)) {
                decoders[columns[i]].text(field.data(), field.start(), field.end(), row);
            }
        }
    }

    private boolean isNull(CsvRecord.Field field) {
        return !field.isQuoted()
                && Arrays.equals(field.data(), field.start(), field.end(), nullText, 0, nullText.length);
    }

    @Override
    public String rejection() {
        return rejection;
    }
}
