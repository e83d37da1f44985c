package dev.millrace.server.statement;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.planner.CopyFormat;
import dev.millrace.server.wire.BinaryRows;
import dev.millrace.server.wire.Format;
import dev.millrace.server.wire.WireColumn;

/** Rows in COPY's formats. */
interface CopyWriter {

    /** What comes before the first row. */
    List<byte[]> beginning();

    byte[] row(DeltaBatch batch, int row);

    /** What comes after the last row. */
    List<byte[]> ending();

    Format wireFormat();

    static CopyWriter of(CopyFormat format, List<WireColumn> columns, ZoneId zone) {
        return switch (format.kind()) {
            case TEXT, CSV -> new Text(format, columns, zone);
            case BINARY -> new Binary(new BinaryRows(columns, zone));
        };
    }

    /** The text and CSV formats: lines of fields. */
    record Text(CopyFormat format, List<WireColumn> columns, ZoneId zone) implements CopyWriter {

        @Override
        public List<byte[]> beginning() {
            if (format.header() == CopyFormat.Header.NONE) {
                return List.of();
            }
            List<String> names = new ArrayList<>(columns.size());
            columns.forEach(column -> names.add(field(column.name(), false)));
            return List.of(line(String.join(String.valueOf(format.delimiter()), names)));
        }

        @Override
        public byte[] row(DeltaBatch batch, int row) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                if (i > 0) {
                    line.append(format.delimiter());
                }
                line.append(batch.column(i).isNull(row)
                        ? format.nullText()
                        : field(
                                TextForm.shown(columns.get(i).type(), batch.column(i), row, zone),
                                format.forceQuote().contains(i)));
            }
            return line(line.toString());
        }

        private static byte[] line(String text) {
            return (text + '\n').getBytes(StandardCharsets.UTF_8);
        }

        private String field(String value, boolean isForced) {
            return format.kind() == CopyFormat.Kind.CSV ? quoted(value, isForced) : escaped(value);
        }

        private String escaped(String value) {
            StringBuilder out = new StringBuilder(value.length() + 8);
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '\\' -> out.append("\\\\");
                    case '\b' -> out.append("\\b");
                    case '\f' -> out.append("\\f");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    case '\u000b' -> out.append("\\v");
                    default -> {
                        if (c == format.delimiter()) {
                            out.append('\\');
                        }
                        out.append(c);
                    }
                }
            }
            return out.toString();
        }

        private String quoted(String value, boolean isForced) {
            boolean isPlain = !isForced
                    && !value.equals(format.nullText())
                    && !(columns.size() == 1 && value.equals("\\."))
                    && value.indexOf(format.delimiter()) < 0
                    && value.indexOf(format.quote()) < 0
                    && value.indexOf('\n') < 0
                    && value.indexOf('\r') < 0;
            if (isPlain) {
                return value;
            }
            StringBuilder out = new StringBuilder(value.length() + 8).append(format.quote());
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == format.quote() || c == format.escape()) {
                    out.append(format.escape());
                }
                out.append(c);
            }
            return out.append(format.quote()).toString();
        }

        @Override
        public List<byte[]> ending() {
            return List.of();
        }

        @Override
        public Format wireFormat() {
            return Format.TEXT;
        }
    }

    /** The binary format. */
    record Binary(BinaryRows rows) implements CopyWriter {

        @Override
        public List<byte[]> beginning() {
            return List.of(BinaryRows.header());
        }

        @Override
        public byte[] row(DeltaBatch batch, int row) {
            return rows.encode(batch, row);
        }

        @Override
        public List<byte[]> ending() {
            return List.of(BinaryRows.trailer());
        }

        @Override
        public Format wireFormat() {
            return Format.BINARY;
        }
    }
}
