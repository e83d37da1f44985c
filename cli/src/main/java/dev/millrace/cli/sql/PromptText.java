package dev.millrace.cli.sql;

import java.io.IOException;
import java.sql.SQLException;

import org.postgresql.PGConnection;

/** PROMPT1, PROMPT2 and PROMPT3 with what their {@code %} stand for, as in psql. */
final class PromptText {
    private final Session session;

    PromptText(Session session) {
        this.session = session;
    }

    /**
     * A prompt as it is shown.
     *
     * @param mark      what {@code %R} stands for
     * @param isPattern whether the answer is a pattern of the line reader, in which a percent sign is written twice
     */
    String of(String variable, String mark, boolean isPattern) {
        String text = session.variables().get(variable);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (text != null && at < text.length()) {
            char c = text.charAt(at);
            if (c != '%' || at + 1 == text.length()) {
                out.append(c);
                at++;
                continue;
            }
            char code = text.charAt(at + 1);
            at += 2;
            if (code == ':' || code == '`') {
                int end = text.indexOf(code, at);
                end = end < 0 ? text.length() : end;
                String inside = text.substring(at, end);
                out.append(escaped(code == ':' ? session.variables().get(inside) : said(inside), isPattern));
                at = Math.min(text.length(), end + 1);
            } else if (Character.isDigit(code)) {
                int begin = at - 1;
                int end = begin;
                while (end < text.length() && end < begin + 3 && Character.digit(text.charAt(end), 8) >= 0) {
                    end++;
                }
                out.append((char) Integer.parseInt(text.substring(begin, end), 8));
                at = end;
            } else if (code == 'R' && isPattern) {
                out.append("%M"); // the reader knows what keeps the statement open
            } else {
                out.append(escaped(value(code, mark), isPattern));
            }
        }
        return out.toString();
    }

    private static String escaped(String text, boolean isPattern) {
        return text == null ? "" : isPattern ? text.replace("%", "%%") : text;
    }

    private String said(String command) {
        try {
            return session.output().programs().output(command);
        } catch (IOException e) {
            return "";
        }
    }

    private String value(char code, String mark) {
        ConnectionSettings settings = session.settings();
        return switch (code) {
            case '/' -> settings.database();
            case '~' -> settings.database().equals(settings.user()) ? "~" : settings.database();
            case 'n' -> settings.user();
            case 'M' -> settings.host();
            case 'm' -> settings.host().matches("[\\d.:]+") ? settings.host() : settings.host().split("\\.", 2)[0];
            case '>' -> String.valueOf(settings.port());
            case 'R' -> session.isConnectionLost() ? "!" : mark;
            case 'x' -> switch (Transactions.state(session.connection())) {
                case IDLE -> "";
                case OPEN -> "*";
                case FAILED -> "!";
            };
            case '#' -> isSuperuser() ? "#" : ">";
            case 'l' -> String.valueOf(session.splitter().lineNumber() + 1);
            case 'p' -> processId();
            case '[', ']' -> "";
            case 'w' -> "";
            case '%' -> "%";
            default -> "";
        };
    }

    private boolean isSuperuser() {
        try {
            return "on".equals(session.connection().unwrap(PGConnection.class).getParameterStatus("is_superuser"));
        } catch (SQLException e) {
            return false;
        }
    }

    private String processId() {
        try {
            return String.valueOf(session.connection().unwrap(PGConnection.class).getBackendPID());
        } catch (SQLException e) {
            return "";
        }
    }
}
