package dev.millrace.sqltests.psql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a script into statements and commands of psql, by psql's own rules of what ends a statement. */
final class PsqlScript {
    private static final Pattern COPY_FROM_STDIN =
            Pattern.compile("\\s*copy\\b.*\\bfrom\\s+stdin\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ROUTINE = Pattern.compile(
            "\\s*create\\s+(or\\s+replace\\s+)?(function|procedure)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int start;
    private int parentheses;
    private int blocks;

    private PsqlScript(String text) {
        this.text = text;
    }

    /** The steps of a script in their order. */
    static List<Step> steps(String text) {
        PsqlScript script = new PsqlScript(text);
        script.cut();
        return script.steps;
    }

    private void cut() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted(at > 0 && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e'));
            } else if (c == '"') {
                at = after(text.indexOf('"', at + 1), 1);
            } else if (text.startsWith("--", at)) {
                at = after(text.indexOf('\n', at), 0);
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '$') {
                dollar();
            } else if (c == '\\') {
                command();
            } else if (c == ';' && parentheses == 0 && blocks == 0) {
                at++;
                statement(text.substring(start, at), "");
            } else if (Character.isLetter(c) || c == '_') {
                word();
            } else {
                parentheses += c == '(' ? 1 : c == ')' && parentheses > 0 ? -1 : 0;
                at++;
            }
        }
        if (!bare(text.substring(start)).isEmpty()) {
            statement(text.substring(start), "");
        }
    }

    private int after(int found, int length) {
        return found < 0 ? text.length() : found + length;
    }

    private void quoted(boolean escapes) {
        at++;
        while (at < text.length() && text.charAt(at) != '\'') {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void comment() {
        int depth = 1;
        at += 2;
        while (at < text.length() && depth > 0) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
    }

    private void dollar() {
        boolean inWord = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
        int end = at + 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        boolean tag = !inWord && end < text.length() && text.charAt(end) == '$'
                && !(end > at + 1 && Character.isDigit(text.charAt(at + 1)));
        if (!tag) {
            at++;
            return;
        }
        String quote = text.substring(at, end + 1);
        at = after(text.indexOf(quote, end + 1), quote.length());
    }

    /** Words matter inside a routine: the statements of BEGIN ATOMIC ... END belong to it. */
    private void word() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String word = text.substring(from, at).toLowerCase(Locale.ROOT);
        if (parentheses > 0 || !ROUTINE.matcher(bare(text.substring(start, at))).matches()) {
            return;
        }
        if (word.equals("begin") || blocks > 0 && word.equals("case")) {
            blocks++;
        } else if (blocks > 0 && word.equals("end")) {
            blocks--;
        }
    }

    private void command() {
        int end = after(text.indexOf('\n', at), 0);
        String line = text.substring(at, end).strip();
        String before = text.substring(start, at);
        if (line.startsWith("\\;")) {
            at += 2;
            return;
        }
        if (bare(before).isEmpty()) {
            steps.add(new Step("", line, List.of()));
        } else if (line.startsWith("\\g") || line.startsWith("\\crosstabview") || line.startsWith("\\watch")) {
            at = end;
            statement(before, line);
            return;
        } else {
            // A command amid a statement (\p, \r, \echo) leaves what was read so far as it is; \r drops it.
            at = end;
            if (!line.startsWith("\\r")) {
                steps.add(new Step("", line, List.of()));
                return;
            }
        }
        begin(end);
    }

    private void statement(String sql, String command) {
        int next = at;
        List<String> data = List.of();
        if (COPY_FROM_STDIN.matcher(bare(sql)).matches()) {
            int line = after(text.indexOf('\n', at), 1);
            int end = endOfData(line);
            String rows = text.substring(Math.min(line, text.length()), end);
            data = rows.isEmpty() ? List.of("") : List.of(rows);
            next = after(text.indexOf('\n', end), 1);
        }
        if (!bare(sql).isEmpty() && !bare(sql).equals(";")) {
            steps.add(new Step(sql.replace("\\;", ";").strip(), command, data));
        }
        begin(next);
    }

    private int endOfData(int from) {
        int at = from;
        while (at < text.length()) {
            int end = after(text.indexOf('\n', at), 0);
            if (text.substring(at, end).strip().equals("\\.")) {
                return at;
            }
            at = end + 1;
        }
        return text.length();
    }

    private void begin(int position) {
        at = position;
        start = position;
        parentheses = 0;
        blocks = 0;
    }

    /** Without the comments and the space before the first word. */
    static String bare(String sql) {
        String rest = sql.strip();
        while (rest.startsWith("--") || rest.startsWith("/*")) {
            int end = rest.startsWith("--") ? rest.indexOf('\n') : rest.indexOf("*/") + 1;
            rest = end <= 0 ? "" : rest.substring(end + 1).strip();
        }
        return rest;
    }

    /**
     * A statement, a command of psql, or a statement that a command ends.
     *
     * @param sql     empty for a command alone
     * @param command with its backslash and arguments; empty for a statement that ends with a semicolon
     * @param data    what follows a COPY ... FROM STDIN: one text, or none
     */
    record Step(String sql, String command, List<String> data) {}
}
