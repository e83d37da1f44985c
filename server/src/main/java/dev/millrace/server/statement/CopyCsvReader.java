package dev.millrace.server.statement;

import java.io.ByteArrayOutputStream;
import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.wire.Utf8;

/** COPY's CSV format: quotes may hold delimiters and line ends; an unquoted null text is NULL. */
final class CopyCsvReader extends CopyReader {

    private final ByteArrayOutputStream value = new ByteArrayOutputStream();

    CopyCsvReader(Statement.CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
        super(format, fields, zone, target);
    }

    @Override
    int read() {
        int start = 0;
        boolean isQuoted = false;
        for (int i = 0; i < length && !isEnded; i++) {
            if (isQuoted && data[i] == format.escape() && format.escape() != format.quote()) {
                i++;
            } else if (data[i] == format.quote()) {
                isQuoted = !isQuoted;
            } else if (data[i] == '\n' && !isQuoted) {
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

    private void line(int start, int end) {
        if (end - start == 2 && data[start] == '\\' && data[start + 1] == '.') {
            isEnded = true;
            return;
        }
        if (!nextLineIsData()) {
            return;
        }
        int field = 0;
        int i = start;
        while (true) {
            i = field(field++, i, end);
            if (i >= end) {
                break;
            }
            i++; // the delimiter
        }
        endRow(field);
    }

    /** Reads one field; returns the place of the delimiter after it, or the end. */
    private int field(int field, int start, int end) {
        value.reset();
        boolean wasQuoted = false;
        boolean isQuoted = false;
        int i = start;
        for (; i < end; i++) {
            byte c = data[i];
            boolean isNext = i + 1 < end;
            if (isQuoted && c == format.escape() && isNext
                    && (data[i + 1] == format.quote() || data[i + 1] == format.escape())) {
                value.write(data[++i]);
            } else if (c == format.quote()) {
                isQuoted = !isQuoted;
                wasQuoted = true;
            } else if (c == format.delimiter() && !isQuoted) {
                break;
            } else {
                value.write(c);
            }
        }
        if (isQuoted) {
            throw bad("unterminated CSV quoted field");
        }
        byte[] bytes = value.toByteArray();
        String text = Utf8.decode(bytes);
        put(field, !wasQuoted && text.equals(format.nullText()) ? null : text);
        return i;
    }
}
