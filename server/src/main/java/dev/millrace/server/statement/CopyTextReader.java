package dev.millrace.server.statement;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.CopyFormat;
import dev.millrace.server.wire.Utf8;

/** COPY's text format: a line a row, backslash escapes. */
final class CopyTextReader extends CopyReader {

    private final byte[] nullText;
    /** Of the line that is read now. */
    private int lineStart;
    private int lineEnd;

    CopyTextReader(CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
        super(format, fields, zone, target);
        nullText = format.nullText().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    int read() {
        int start = 0;
        for (int i = 0; i < length && !isEnded; i++) {
            if (data[i] == '\\') {
                i++; // whatever follows, a line feed too, belongs to the field
            } else if (data[i] == '\n') {
                line(start, i > start && data[i - 1] == '\r' ? i - 1 : i);
                start = i + 1;
            }
        }
        return isEnded ? length : start;
    }

    @Override
    void finish() {
        if (length > 0 && !isEnded) {
            line(0, length);
        }
    }

    @Override
    String lineText() {
        return Utf8.decode(data, lineStart, lineEnd);
    }

    private void line(int start, int end) {
        lineStart = start;
        lineEnd = end;
        if (end - start == 2 && data[start] == '\\' && data[start + 1] == '.') {
            isEnded = true;
            return;
        }
        boolean isData = nextLineIsData();
        List<String> names = new ArrayList<>();
        int field = 0;
        int from = start;
        boolean hasEscapes = false;
        for (int i = start; i <= end; i++) {
            if (i < end && data[i] == '\\') {
                i++;
                hasEscapes = true;
            } else if (i >= end || data[i] == format.delimiter()) {
                int until = Math.min(i, end);
                if (isData) {
                    value(field++, from, until, hasEscapes);
                } else {
                    names.add(isNull(from, until) ? null : unescaped(from, until));
                }
                from = i + 1;
                hasEscapes = false;
            }
        }
        if (isData) {
            endRow(field);
        } else {
            checkHeader(names);
        }
    }

    private void value(int field, int start, int end, boolean hasEscapes) {
        if (isNull(start, end)) {
            put(field, null);
        } else if (hasEscapes) {
            put(field, unescaped(start, end));
        } else {
            put(field, start, end);
        }
    }

    private boolean isNull(int start, int end) {
        if (end - start != nullText.length) {
            return false;
        }
        for (int i = 0; i < nullText.length; i++) {
            if (data[start + i] != nullText[i]) {
                return false;
            }
        }
        return true;
    }

    private String unescaped(int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        int i = start;
        while (i < end) {
            byte c = data[i++];
            if (c != '\\' || i == end) {
                out.write(c);
                continue;
            }
            byte escaped = data[i++];
            switch (escaped) {
                case 'b' -> out.write('\b');
                case 'f' -> out.write('\f');
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 't' -> out.write('\t');
                case 'v' -> out.write(0x0b);
                case 'x' -> i = number(i, end, 16, 2, out, escaped);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = number(i - 1, end, 8, 3, out, escaped);
                default -> out.write(escaped);
            }
        }
        byte[] bytes = out.toByteArray();
        return Utf8.decode(bytes);
    }

    /** A byte by its digits; where there are none, the escaped character itself. Returns where reading goes on. */
    private int number(int start, int end, int radix, int digitsMax, ByteArrayOutputStream out, byte escaped) {
        int value = 0;
        int i = start;
        while (i < end && i < start + digitsMax && data[i] > 0 && Character.digit(data[i], radix) >= 0) {
            value = value * radix + Character.digit(data[i], radix);
            i++;
        }
        out.write(i == start ? escaped : value);
        return i;
    }
}
