package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Completes keywords, relations, columns and backslash commands, by what stands before the word. */
final class SqlCompleter implements Completer {
    private static final Pattern WANTS_RELATION = Pattern.compile(
            "(?is).*(\\b(from|join|into|update|table|view|stream|sink|on|subscribe(\\s+to)?)|\\\\d\\S*|\\\\live)\\s+$");
    private static final Pattern USED_RELATION =
            Pattern.compile("(?i)\\b(?:from|join|update|into)\\s+([\\w.]+)(?:\\s+(?:as\\s+)?(\\w+))?");
    private static final long KEPT_NANOS = 3_000_000_000L;

    private final Session session;
    private final List<String> keywords = keywords();
    /** Relation name to its columns; loaded when it is first needed, and again when it is old. */
    private Map<String, List<String>> relations = Map.of();
    private long loadedAt;
    private boolean isLoaded;

    SqlCompleter(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        String before = line.line().substring(0, line.cursor() - line.wordCursor());
        if (word.startsWith("\\")) {
            session.commandNames().forEach(name -> candidates.add(new Candidate(name)));
            return;
        }
        load();
        if (word.contains(".")) {
            completeColumn(word, line.line(), candidates);
            return;
        }
        if (WANTS_RELATION.matcher(before).matches()) {
            addRelations(word, candidates);
            return;
        }
        usedRelations(line.line()).values().stream().flatMap(List::stream).distinct()
                .forEach(name -> add(candidates, name, "columns"));
        addRelations(word, candidates);
        boolean isUpper = !word.isEmpty() && word.equals(word.toUpperCase(Locale.ROOT));
        keywords.forEach(k -> add(candidates, isUpper ? k.toUpperCase(Locale.ROOT) : k, "keywords"));
    }

    /** The system's own are many; they are offered to who begins to type such a name. */
    private void addRelations(String word, List<Candidate> candidates) {
        boolean wantsSystem = word.startsWith("pg_") || word.startsWith("info");
        for (String name : relations.keySet()) {
            if (wantsSystem || !name.startsWith("pg_") && !name.startsWith("information_schema.")) {
                add(candidates, name, "relations");
            }
        }
    }

    private void completeColumn(String word, String text, List<Candidate> candidates) {
        String qualifier = word.substring(0, word.lastIndexOf('.'));
        for (String column
                : usedRelations(text).getOrDefault(qualifier, relations.getOrDefault(qualifier, List.of()))) {
            candidates.add(new Candidate(qualifier + "." + column, column, null, null, null, null, true));
        }
    }

    /** The relations the statement names, by name and alias, with their columns. */
    private Map<String, List<String>> usedRelations(String text) {
        Map<String, List<String>> used = new TreeMap<>();
        Matcher matcher = USED_RELATION.matcher(text);
        while (matcher.find()) {
            List<String> columns = relations.getOrDefault(matcher.group(1), List.of());
            used.put(matcher.group(1), columns);
            if (matcher.group(2) != null) {
                used.put(matcher.group(2), columns);
            }
        }
        return used;
    }

    private static void add(List<Candidate> candidates, String text, String group) {
        candidates.add(new Candidate(text, text, group, null, null, null, true));
    }

    /** Asks the catalog, but never inside the user's transaction. */
    private void load() {
        if (isLoaded && System.nanoTime() - loadedAt < KEPT_NANOS) {
            return;
        }
        try {
            if (session.connection().unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
                return;
            }
            relations = ask();
            loadedAt = System.nanoTime();
            isLoaded = true;
        } catch (SQLException e) {
            isLoaded = true; // completion is a comfort: without a catalog there are the keywords
            loadedAt = System.nanoTime();
        }
    }

    private Map<String, List<String>> ask() throws SQLException {
        Map<String, List<String>> found = new TreeMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT n.nspname, c.relname, a.attname
                        FROM pg_catalog.pg_class c
                        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND a.attnum > 0
                        ORDER BY a.attnum""")) {
            while (rows.next()) {
                boolean isSystem = rows.getString(1).equals("information_schema");
                String name = (isSystem ? "information_schema." : "") + rows.getString(2);
                found.computeIfAbsent(name, n -> new ArrayList<>()).add(rows.getString(3));
            }
        }
        return found;
    }

    private static List<String> keywords() {
        try (InputStream in = SqlCompleter.class.getResourceAsStream("keywords.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.copyOf(new TreeSet<>(List.of(text.strip().split("\\s+"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a broken jar
        }
    }
}
