package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code \h}: the forms of statements, from a text of blocks: a heading, what it is for, its form. */
final class Syntax {
    private static final int COLUMNS = 3;

    private Syntax() {
    }

    /** A statement: its first words, what it is for, and how it is written. */
    private record Form(String words, String purpose, String text) {
    }

    /** The first words of all statements that there is a form of. */
    static List<String> words() {
        return forms().stream().map(Form::words).toList();
    }

    static String help(String wanted) {
        List<Form> forms = forms();
        String words = wanted.replaceFirst(";\\s*$", "").strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (words.isEmpty()) {
            return list(forms);
        }
        List<Form> fitting = words.equals("*") ? forms
                : forms.stream().filter(f -> f.words().equals(words)).toList();
        for (String shorter = words; fitting.isEmpty() && !shorter.isEmpty();
                shorter = shorter.contains(" ") ? shorter.substring(0, shorter.lastIndexOf(' ')) : "") {
            String prefix = shorter;
            fitting = forms.stream().filter(f -> f.words().startsWith(prefix)).toList();
        }
        if (fitting.isEmpty()) {
            return "No help available for \"" + wanted + "\".\nTry \\h with no arguments to see available help.\n";
        }
        StringBuilder out = new StringBuilder();
        for (Form form : fitting) {
            out.append("Command:     ").append(form.words()).append("\nDescription: ").append(form.purpose())
                    .append("\nSyntax:\n").append(form.text()).append("\n\n");
        }
        return out.toString();
    }

    private static String list(List<Form> forms) {
        StringBuilder out = new StringBuilder("Available help:\n");
        int rows = (forms.size() + COLUMNS - 1) / COLUMNS;
        for (int row = 0; row < rows; row++) {
            out.append("  ");
            for (int i = row; i < forms.size(); i += rows) {
                out.append(i + rows < forms.size() ? String.format("%-26s", forms.get(i).words())
                        : forms.get(i).words());
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static List<Form> forms() {
        try (InputStream in = Syntax.class.getResourceAsStream("syntax.txt")) {
            List<Form> forms = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n\n+")) {
                String[] parts = block.split("\n", 2);
                String[] heading = parts[0].split(": ", 2);
                forms.add(new Form(heading[0], heading[1], parts[1]));
            }
            return forms;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a broken jar
        }
    }
}
