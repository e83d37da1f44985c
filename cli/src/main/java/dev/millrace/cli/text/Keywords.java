package dev.millrace.cli.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The words of SQL that are coloured and offered. */
public final class Keywords {
    public static final SortedSet<String> ALL = read();

    private Keywords() {
    }

    private static SortedSet<String> read() {
        try (InputStream in = Keywords.class.getResourceAsStream("keywords.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(text.strip().split("\\s+"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a broken jar
        }
    }
}
