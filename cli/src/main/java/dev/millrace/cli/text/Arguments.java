package dev.millrace.cli.text;

/**
 * What a backslash command was given, word by word, by psql's rules: single quotes with C's escapes, double quotes
 * kept, {@code `…`} for what a program says, variables outside of single quotes.
 */
public final class Arguments {
    /** Runs a program and answers what it says. */
    @FunctionalInterface
    public interface Programs {
        String output(String command);
    }

    private final String text;
    private final Variables variables;
    private final Programs programs;
    private int at;
    private boolean isQuoted;

    public Arguments(String text, Variables variables, Programs programs) {
        this.text = text;
        this.variables = variables;
        this.programs = programs;
    }

    /** The next word; null when there is none. */
    public String next() {
        skipSpace();
        if (at >= text.length()) {
            return null;
        }
        StringBuilder word = new StringBuilder();
        isQuoted = false;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at);
            switch (c) {
                case '\'' -> {
                    isQuoted = true;
                    singleQuoted(word);
                }
                case '"' -> {
                    int end = text.indexOf('"', at + 1);
                    end = end < 0 ? text.length() : end + 1;
                    word.append(text, at, end);
                    at = end;
                }
                case '`' -> {
                    int end = text.indexOf('`', at + 1);
                    end = end < 0 ? text.length() : end;
                    isQuoted = true;
                    word.append(programs.output(withVariables(text.substring(at + 1, end))));
                    at = Math.min(text.length(), end + 1);
                }
                case ':' -> {
                    Variables.Use use = variables.use(text, at);
                    word.append(use == null ? ":" : use.text().strip());
                    at = use == null ? at + 1 : use.end();
                }
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }
        return word.toString();
    }

    /** The next word as a name: a semicolon at its end is no part of it, as fingers put one there. */
    public String nextName() {
        String word = next();
        return word == null ? null : word.replaceFirst(";+$", "");
    }

    /** The next word, or from a {@code |} all that is left: where something is to be written. */
    public String nextTarget() {
        skipSpace();
        return at < text.length() && text.charAt(at) == '|' ? rest() : next();
    }

    /** All that is left, as it was typed. */
    public String rest() {
        skipSpace();
        String left = text.substring(Math.min(at, text.length()));
        at = text.length();
        return left.strip();
    }

    /** Whether the last word was in quotes. */
    public boolean isQuoted() {
        return isQuoted;
    }

    /** The text with variables put in. */
    public String withVariables(String raw) {
        StringBuilder out = new StringBuilder();
        int place = 0;
        while (place < raw.length()) {
            Variables.Use use = raw.charAt(place) == ':' ? variables.use(raw, place) : null;
            if (use == null) {
                out.append(raw.charAt(place));
                place++;
            } else {
                out.append(use.text());
                place = use.end();
            }
        }
        return out.toString();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void singleQuoted(StringBuilder word) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                at++;
                if (at >= text.length() || text.charAt(at) != '\'') {
                    return;
                }
                word.append('\'');
                at++;
            } else if (c == '\\' && at + 1 < text.length()) {
                escape(word);
            } else {
                word.append(c);
                at++;
            }
        }
    }

    /** C's escapes: letters, octal and hexadecimal numbers; any other character stands for itself. */
    private void escape(StringBuilder word) {
        char c = text.charAt(at + 1);
        int digits = at + (c == 'x' ? 2 : 1);
        int radix = c == 'x' ? 16 : 8;
        int end = digits;
        while (end < text.length() && end < digits + (c == 'x' ? 2 : 3)
                && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        if (end > digits) {
            word.append((char) Integer.parseInt(text.substring(digits, end), radix));
            at = end;
            return;
        }
        word.append(switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> c;
        });
        at += 2;
    }
}
