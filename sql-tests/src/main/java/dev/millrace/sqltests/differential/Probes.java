package dev.millrace.sqltests.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked to tell how near Millrace is to PostgreSQL. The resource has a line each: {@code schema STATEMENT};
 * {@code change STATEMENT}, behind {@code then} where all is asked in between; {@code ## a section}; {@code - what |
 * QUERY}; {@code = what | STATEMENT ;; STATEMENT ;; …}.
 */
record Probes(List<String> schema, List<List<String>> batches, List<Section> sections) {
    private static final String RESOURCE = "/compatibility/probes.txt";

    /** Probes that belong together. */
    record Section(String title, List<Probe> probes) {}

    /**
     * One thing that is asked.
     *
     * @param statements one query, which is also asked as a view, or several statements one after another
     */
    record Probe(String what, List<String> statements, boolean isQuery) {}

    static Probes read() throws IOException {
        Probes probes = new Probes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (InputStream in = Probes.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                probes.take(line.strip());
            }
        }
        return probes;
    }

    private void take(String line) {
        if (line.startsWith("schema ")) {
            schema.add(line.substring("schema ".length()));
        } else if (line.startsWith("change ")) {
            batches.getLast().add(line.substring("change ".length()));
        } else if (line.equals("then")) {
            batches.add(new ArrayList<>());
        } else if (line.startsWith("## ")) {
            sections.add(new Section(line.substring("## ".length()), new ArrayList<>()));
        } else if (line.startsWith("- ") || line.startsWith("= ")) {
            int bar = line.indexOf(" | ");
            String text = line.substring(bar + " | ".length());
            boolean isQuery = line.startsWith("- ");
            sections.getLast().probes().add(new Probe(
                    line.substring(2, bar), isQuery ? List.of(text) : List.of(text.split(" ;; ")), isQuery));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            throw new IllegalArgumentException("a probe of no known form: " + line);
        }
    }
}
