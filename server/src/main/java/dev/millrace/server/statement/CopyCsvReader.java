package dev.millrace.server.statement;

import java.io.ByteArrayOutputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.CopyFormat;
import dev.millrace.server.wire.Utf8;

/** COPY's CSV format: quotes may hold delimiters and line ends; an unquoted null text is NULL. */
final class CopyCsvReader extends CopyReader {

    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    /** Of the field that was read last. */
    private String text;
    private boolean isQuotedText;
    /** Of the line that is read now. */
    private int lineStart;
    private int lineEnd;

    CopyCsvReader(CopyFormat format, List<Schema.Field> fields, ZoneId zone, Target target) {
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
        int i = start;
        while (true) {
            i = read(i, end);
            if (isData) {
                put(field, isNull(field) ? null : text);
                field++;
            } else {
                names.add(isQuotedText || !text.equals(format.nullText()) ? text : null);
            }
            if (i >= end) {
                break;
            }
            i++; // the delimiter
        }
        if (isData) {
            endRow(field);
        } else {
            checkHeader(names);
        }
    }

    private boolean isNull(int field) {
        boolean isForced = (isQuotedText ? format.forceNull() : format.forceNotNull()).contains(field);
        return text.equals(format.nullText()) && isQuotedText == isForced;
    }

    /** Reads one field's text; returns the place of the delimiter after it, or the end. */
    private int read(int start, int end) {
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
        text = Utf8.decode(bytes);
        isQuotedText = wasQuoted;
        return i;
    }
}
