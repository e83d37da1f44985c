package dev.millrace.cli.sql;

import java.sql.SQLException;

import org.jline.utils.WCWidth;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error or notice of the server as psql shows it, with the line and a caret under the place. */
final class ErrorText {
    /** How much of a long line is shown around the place. */
    private static final int SHOWN_COLUMNS_MAX = 60;
    private static final int RIGHT_OF_PLACE_MIN = 10;

    /** How much is told of an error. */
    enum Verbosity {
        DEFAULT, VERBOSE, TERSE, SQLSTATE
    }

    private ErrorText() {
    }

    static String of(SQLException e, String sql, Verbosity verbosity) {
        if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
            return of(server.getServerErrorMessage(), sql, verbosity);
        }
        return "ERROR:  " + e.getMessage();
    }

    static String of(ServerErrorMessage message, String sql, Verbosity verbosity) {
        StringBuilder text = new StringBuilder();
        text.append(message.getSeverity()).append(":  ");
        if (verbosity == Verbosity.SQLSTATE) {
            return text.append(message.getSQLState()).toString();
        }
        if (verbosity == Verbosity.VERBOSE) {
            text.append(message.getSQLState()).append(": ");
        }
        text.append(message.getMessage());
        if (message.getPosition() > 0 && sql != null) {
            if (verbosity == Verbosity.TERSE) {
                text.append(" at character ").append(message.getPosition());
            } else {
                place(sql, message.getPosition(), text);
            }
        }
        if (verbosity == Verbosity.TERSE) {
            return text.toString();
        }
        line("DETAIL:  ", message.getDetail(), text);
        line("HINT:  ", message.getHint(), text);
        boolean isError = "ERROR".equals(message.getSeverity()) || "FATAL".equals(message.getSeverity());
        if (isError || verbosity == Verbosity.VERBOSE) {
            line("CONTEXT:  ", message.getWhere(), text);
        }
        if (verbosity == Verbosity.VERBOSE) {
            line("SCHEMA NAME:  ", message.getSchema(), text);
            line("TABLE NAME:  ", message.getTable(), text);
            line("COLUMN NAME:  ", message.getColumn(), text);
            line("DATATYPE NAME:  ", message.getDatatype(), text);
            line("CONSTRAINT NAME:  ", message.getConstraint(), text);
        }
        if (verbosity == Verbosity.VERBOSE && message.getRoutine() != null) {
            text.append("\nLOCATION:  ").append(message.getRoutine());
            if (message.getFile() != null) {
                text.append(", ").append(message.getFile()).append(':').append(message.getLine());
            }
        }
        return text.toString();
    }

    private static void line(String label, String value, StringBuilder text) {
        if (value != null) {
            text.append('\n').append(label).append(value);
        }
    }

    /** {@code LINE 2: …} and the caret; the position counts characters (code points) from 1. */
    private static void place(String sql, int position, StringBuilder text) {
        int characters = sql.codePointCount(0, sql.length());
        int offset = sql.offsetByCodePoints(0, Math.min(position - 1, characters));
        int begin = sql.lastIndexOf('\n', offset - 1) + 1;
        int end = sql.indexOf('\n', offset);
        String line = sql.substring(begin, end < 0 ? sql.length() : end).replace('\t', ' ');
        int number = 1 + (int) sql.substring(0, begin).chars().filter(c -> c == '\n').count();
        int caret = offset - begin;
        String before = "";
        String after = "";
        if (line.length() > SHOWN_COLUMNS_MAX) {
            if (caret + RIGHT_OF_PLACE_MIN < SHOWN_COLUMNS_MAX) {
                line = line.substring(0, SHOWN_COLUMNS_MAX);
                after = "...";
            } else {
                int right = Math.min(line.length(), caret + RIGHT_OF_PLACE_MIN);
                after = right < line.length() ? "..." : "";
                int left = right - SHOWN_COLUMNS_MAX;
                line = line.substring(left, right);
                caret -= left;
                before = "...";
            }
        }
        String label = "LINE " + number + ": " + before;
        text.append('\n').append(label).append(line).append(after).append('\n');
        text.repeat(' ', label.length() + width(line.substring(0, Math.min(caret, line.length())))).append('^');
    }

    private static int width(String text) {
        return text.codePoints().map(WCWidth::wcwidth).map(w -> Math.max(0, w)).sum();
    }
}
