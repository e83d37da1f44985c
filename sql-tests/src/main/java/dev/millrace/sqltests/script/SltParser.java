package dev.millrace.sqltests.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the text of a script. {@code skipif} and {@code onlyif} are settled here, for the engine's names that are
 * given; {@code include} is followed, and {@code halt} ends the script. Records are separated by blank lines; a line
 * that starts with {@code #} between records is a comment, and in the first lines of a file may be a header ({@code #
 * replay: …}, {@code # format: classic}).
 */
public final class SltParser {
    private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})");
    private static final Pattern SQLSTATE = Pattern.compile("([0-9A-Z]{5})(?:\\s+(.*))?");
    private static final Pattern HEADER = Pattern.compile("#\\s*(replay|format):\\s*(.*)");
    private static final int INCLUDE_DEPTH_MAX = 8;

    private final Set<String> engineNames;
    private final Set<String> replays = new LinkedHashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private Entry.Sort sortMode = Entry.Sort.NONE;
    private boolean classic;
    private boolean halted;

    private SltParser(Set<String> engineNames, boolean classic) {
        this.engineNames = engineNames;
        this.classic = classic;
    }

    /**
     * Reads a file; {@code engineNames} are the names under which {@code skipif} and {@code onlyif} know the engine.
     */
    public static Script parse(Path file, Set<String> engineNames) throws IOException, ScriptSyntaxException {
        SltParser parser = new SltParser(engineNames, false);
        parser.read(file, 0);
        return new Script(file.toString(), parser.replays, parser.classic, parser.entries);
    }

    /** Reads a script of the classic form that is no file. */
    public static Script parseClassic(String name, List<String> lines, Set<String> engineNames)
            throws IOException, ScriptSyntaxException {
        SltParser parser = new SltParser(engineNames, true);
        parser.read(name, lines, null, 0);
        return new Script(name, parser.replays, true, parser.entries);
    }

    private void read(Path file, int depth) throws IOException, ScriptSyntaxException {
        read(file.toString(), Files.readAllLines(file), file.toAbsolutePath().getParent(), depth);
    }

    private void read(String name, List<String> lines, Path folder, int depth) throws IOException,
            ScriptSyntaxException {
        Cursor at = new Cursor(name, lines);
        boolean applies = true;
        String connection = "";
        while (!halted && at.hasNext()) {
            int line = at.number();
            String text = at.next().strip();
            if (text.isEmpty() || text.startsWith("#")) {
                header(text);
                continue;
            }
            String[] words = text.split("\\s+");
            switch (words[0]) {
                case "skipif" -> applies &= !engineNames.contains(word(at, words, 1));
                case "onlyif" -> applies &= engineNames.contains(word(at, words, 1));
                case "connection" -> connection = word(at, words, 1);
                default -> {
                    if (words[0].equals("include") && applies) {
                        include(at, word(at, words, 1), folder, depth);
                    } else {
                        record(at, line, text, words, connection, applies);
                    }
                    applies = true;
                    connection = "";
                }
            }
        }
    }

    private void header(String comment) {
        Matcher header = HEADER.matcher(comment);
        if (entries.isEmpty() && header.matches()) {
            switch (header.group(1)) {
                case "replay" -> replays.addAll(List.of(header.group(2).strip().split("[\\s,]+")));
                case "format" -> classic = header.group(2).strip().equals("classic");
                default -> throw new IllegalStateException(header.group(1));
            }
        }
    }

    private void include(Cursor at, String file, Path folder, int depth) throws IOException, ScriptSyntaxException {
        if (folder == null || depth == INCLUDE_DEPTH_MAX) {
            throw at.fault(folder == null ? "include needs a file" : "files include each other too deeply");
        }
        read(folder.resolve(file), depth + 1);
    }

    /** Reads one record; it is read even if it does not apply, for its lines have to be passed over. */
    private void record(Cursor at, int line, String text, String[] words, String connection, boolean applies)
            throws ScriptSyntaxException {
        switch (words[0]) {
            case "statement" -> add(applies, statement(at, line, text, words, connection));
            case "query" -> add(applies, query(at, line, text, words, connection));
            case "step" -> add(applies, new Entry.Step(line));
            case "restart" -> add(applies, new Entry.Restart(line));
            case "clock" -> add(applies, new Entry.Clock(line, unquoted(text.substring("clock".length()).strip())));
            case "changes" -> {
                String view = word(at, words, 1);
                if (!at.hasNext() || !at.next().strip().equals("----")) {
                    throw at.fault("changes is followed by ---- and the expected lines");
                }
                add(applies, new Entry.Changes(line, view, at.untilBlank()));
            }
            case "control" -> {
                if (applies && words.length == 3 && words[1].equals("sortmode")) {
                    sortMode = sort(at, words[2]);
                }
            }
            case "halt" -> halted |= applies;
            // What other runners know and what has no meaning here; a record of it may have lines of its own.
            case "hash-threshold", "sleep", "subtest" -> { }
            case "system" -> at.untilBlank();
            default -> throw at.fault("unknown record '" + words[0] + "'");
        }
    }

    private void add(boolean applies, Entry entry) {
        if (applies) {
            entries.add(entry);
        }
    }

    private Entry statement(Cursor at, int line, String text, String[] words, String connection)
            throws ScriptSyntaxException {
        Entry.Outcome expected = switch (word(at, words, 1)) {
            case "ok" -> new Entry.Outcome.Ok();
            case "count" -> new Entry.Outcome.Count(Long.parseLong(word(at, words, 2)));
            case "error" -> error(at, rest(text, 2));
            default -> throw at.fault("a statement is ok, count N or error");
        };
        return new Entry.Statement(line, connection, sql(at), expected);
    }

    private Entry query(Cursor at, int line, String text, String[] words, String connection)
            throws ScriptSyntaxException {
        String types = words.length > 1 ? words[1] : "";
        if (types.equals("error")) {
            return new Entry.Statement(line, connection, sql(at), error(at, rest(text, 2)));
        }
        if (!types.matches("[TIR?]+")) {
            throw at.fault("a query says its columns by the letters T I R ?");
        }
        Entry.Sort sort = words.length > 2 ? sort(at, words[2]) : sortMode;
        String label = words.length > 3 ? words[3] : "";
        String sql = sql(at);
        List<String> lines = at.isAfter("----") ? at.untilBlank() : List.of();
        Matcher hash = lines.size() == 1 ? HASH.matcher(lines.getFirst().strip()) : HASH.matcher("");
        Entry.Answer expected = hash.matches()
                ? new Entry.Answer.Hash(Integer.parseInt(hash.group(1)), hash.group(2))
                : new Entry.Answer.Lines(lines, classic);
        return new Entry.Query(line, connection, sql, types, sort, label, expected);
    }

    private static Entry.Outcome error(Cursor at, String expectation) throws ScriptSyntaxException {
        if (expectation.isEmpty()) {
            return new Entry.Outcome.Failure(null, null);
        }
        Matcher state = SQLSTATE.matcher(expectation);
        boolean hasState = state.matches() && state.group(1).chars().anyMatch(Character::isDigit);
        String message = hasState ? state.group(2) : expectation;
        try {
            Pattern pattern = message == null ? null : Pattern.compile(message, Pattern.CASE_INSENSITIVE);
            return new Entry.Outcome.Failure(hasState ? state.group(1) : null, pattern);
        } catch (PatternSyntaxException e) {
            throw at.fault("not a regular expression: " + e.getDescription());
        }
    }

    private static Entry.Sort sort(Cursor at, String word) throws ScriptSyntaxException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nosort" -> Entry.Sort.NONE;
            case "rowsort" -> Entry.Sort.ROWS;
            case "valuesort" -> Entry.Sort.VALUES;
            default -> throw at.fault("unknown sort '" + word + "'");
        };
    }

    /** The lines of SQL up to a blank line or {@code ----}. */
    private static String sql(Cursor at) throws ScriptSyntaxException {
        List<String> lines = new ArrayList<>();
        while (at.hasNext()) {
            String line = at.next();
            if (line.isBlank() || line.strip().equals("----")) {
                break;
            }
            lines.add(line);
        }
        if (lines.isEmpty()) {
            throw at.fault("no SQL follows");
        }
        return String.join("\n", lines);
    }

    private static String word(Cursor at, String[] words, int index) throws ScriptSyntaxException {
        if (words.length <= index) {
            throw at.fault("'" + words[0] + "' wants a word more");
        }
        return words[index];
    }

    private static String rest(String text, int words) {
        String[] parts = text.split("\\s+", words + 1);
        return parts.length > words ? parts[words].strip() : "";
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("'") && text.endsWith("'") ? text.substring(1, text.length() - 1)
                : text;
    }

    /** A place in the lines of a file. */
    private static final class Cursor {
        private final String name;
        private final List<String> lines;
        private int next;

        Cursor(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        boolean hasNext() {
            return next < lines.size();
        }

        /** The number, from 1, of the line that {@link #next} gives. */
        int number() {
            return next + 1;
        }

        String next() {
            return lines.get(next++);
        }

        boolean isAfter(String line) {
            return lines.get(next - 1).strip().equals(line);
        }

        List<String> untilBlank() {
            List<String> found = new ArrayList<>();
            while (hasNext() && !lines.get(next).isBlank()) {
                found.add(next());
            }
            return found;
        }

        ScriptSyntaxException fault(String message) {
            return new ScriptSyntaxException(name, next, message);
        }
    }
}
