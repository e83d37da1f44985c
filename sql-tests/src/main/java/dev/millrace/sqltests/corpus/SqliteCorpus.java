package dev.millrace.sqltests.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.script.ScriptSyntaxException;
import dev.millrace.sqltests.script.SltParser;

/** The scripts of the corpus, in an order that a seed makes. */
public final class SqliteCorpus {
    private static final String KNOWN_SCRIPT = "test/select1.test";
    /** What SQLite alone has: triggers, REPLACE, views that can be written to; and arithmetic on texts. */
    private static final List<String> SQLITE_ONLY = List.of("test/evidence/", "test/index/random/");
    private static final Pattern LARGE = Pattern.compile(".*/(1000|10000)/.*|test/select[45]\\.test");

    private final long seed;

    public SqliteCorpus(long seed) {
        this.seed = seed;
    }

    /** All names, shuffled. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile jar = jar()) {
            jar.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".test")
                    && SQLITE_ONLY.stream().noneMatch(n::startsWith)).sorted().forEach(names::add);
        }
        Collections.shuffle(names, new Random(seed));
        return names;
    }

    /** Those whose data are loaded in a moment: what fits in a sample. */
    public List<String> smallNames() throws IOException {
        return names().stream().filter(n -> !LARGE.matcher(n).matches()).toList();
    }

    /** A script with all its statements and so many of its queries, which stay in their order. */
    public Script script(String name, Engine engine, int queriesMax) throws IOException, ScriptSyntaxException {
        Script whole = SltParser.parseClassic(name, lines(name), engine.corpusNames());
        List<Integer> queries = new ArrayList<>();
        for (int i = 0; i < whole.entries().size(); i++) {
            if (whole.entries().get(i) instanceof Entry.Query) {
                queries.add(i);
            }
        }
        Collections.shuffle(queries, new Random(seed + name.hashCode()));
        List<Integer> dropped = queries.subList(Math.min(queriesMax, queries.size()), queries.size());
        boolean[] isDropped = new boolean[whole.entries().size()];
        dropped.forEach(i -> isDropped[i] = true);
        List<Entry> kept = new ArrayList<>();
        for (int i = 0; i < isDropped.length; i++) {
            if (!isDropped[i]) {
                kept.add(withCascade(whole.entries().get(i)));
            }
        }
        return whole.withEntries(kept);
    }

    /** SQLite drops a view under the views that use it; for us they go with it. */
    private static Entry withCascade(Entry entry) {
        if (entry instanceof Entry.Statement(int line, String connection, String sql, Entry.Outcome.Ok ok)
                && sql.strip().matches("(?is)drop\\s+(view|table)\\s+\\w+")) {
            String cascade = sql.strip().replaceFirst("(?i)(view|table)\\s+", "$1 IF EXISTS ") + " CASCADE";
            return new Entry.Statement(line, connection, cascade, ok);
        }
        return entry;
    }

    private static List<String> lines(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                SqliteCorpus.class.getClassLoader().getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static JarFile jar() throws IOException {
        URL known = SqliteCorpus.class.getClassLoader().getResource(KNOWN_SCRIPT);
        if (known == null || !(known.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("the corpus (net.hydromatic:sql-logic-test) is not on the class path");
        }
        connection.setUseCaches(false);
        return connection.getJarFile();
    }
}
