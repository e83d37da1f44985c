package dev.millrace.executor.connector.format;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.BatchBuilder;

/**
 * A JSON object a record; in files, one a line.
 *
 * @param root dotted path of the object within the record that holds the row; null when the record is it
 */
record JsonFormat(String root) implements Format {

    static JsonFormat of(ConnectorOptions options) {
        return new JsonFormat(options.text("json.root", null));
    }

    @Override
    public RecordDecoder decoder(SourceSpec spec) {
        return new LineDecoder(new JsonDecoder(spec.schema(), spec.columns(), root));
    }

    @Override
    public boolean hasHeader() {
        return false;
    }

    @Override
    public RecordDecoder decoder(SourceSpec spec, byte[] header) {
        throw new IllegalStateException("JSON has no header");
    }

    @Override
    public int recordEnd(byte[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            if (data[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Takes the blanks off a record's ends, among them the line end; what is left empty is no row. */
    private record LineDecoder(JsonDecoder inner) implements RecordDecoder {

        @Override
        public Outcome decode(byte[] data, int start, int end, BatchBuilder batch) {
            int from = start;
            int to = end;
            while (to > from && isBlank(data[to - 1])) {
                to--;
            }
            while (from < to && isBlank(data[from])) {
                from++;
            }
            return from == to ? Outcome.NO_ROW : inner.decode(data, from, to, batch);
        }

        private static boolean isBlank(byte c) {
            return c == ' ' || c == '\n' || c == '\r' || c == '\t';
        }

        @Override
        public String rejection() {
            return inner.rejection();
        }
    }
}
