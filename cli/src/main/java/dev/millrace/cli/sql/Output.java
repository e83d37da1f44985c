package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.IntSupplier;

/**
 * Where things are written. Answers go to the screen, or where {@code \o} and {@code \g} send them; the shell's own
 * words always to the screen; complaints to the error stream.
 */
final class Output {
    private final PrintWriter screen;
    private final PrintWriter complaints;
    private final IntSupplier columns;
    private final IntSupplier rows;
    private final Programs programs = new Programs();
    private PrintWriter answers;
    private Process program;

    /**
     * @param columns the width of the screen, 0 when the output is no screen
     * @param rows    its height
     */
    Output(PrintWriter screen, PrintWriter complaints, IntSupplier columns, IntSupplier rows) {
        this.screen = screen;
        this.complaints = complaints;
        this.columns = columns;
        this.rows = rows;
        answers = screen;
    }

    /** The process's own streams. */
    static Output standard() {
        return new Output(writer(System.out), writer(System.err), () -> 0, () -> 0);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /** The width of the screen that answers go to; 0: they go to none. */
    int columns() {
        return isRedirected() ? 0 : columns.getAsInt();
    }

    int screenRows() {
        return Math.max(2, rows.getAsInt());
    }

    boolean isScreen() {
        return !isRedirected() && columns.getAsInt() > 0;
    }

    private boolean isRedirected() {
        return answers != screen;
    }

    /** Writes a part of an answer. */
    void print(String text) {
        answers.print(text);
        answers.flush();
    }

    void println(String text) {
        print(text + "\n");
    }

    /** Writes to the screen, wherever answers go. */
    void say(String text) {
        screen.print(text);
        screen.flush();
    }

    void complain(String text) {
        screen.flush();
        complaints.println(text);
        complaints.flush();
    }

    /** From here on answers go to a file, to a program ({@code |…}), or (null) to the screen again. */
    void redirect(String target) throws IOException {
        PrintWriter next = screen;
        Process reader = null;
        if (target != null && target.startsWith("|")) {
            reader = programs.reading(target.substring(1));
            next = new PrintWriter(reader.getOutputStream(), false, StandardCharsets.UTF_8);
        } else if (target != null) {
            next = new PrintWriter(Files.newBufferedWriter(programs.path(target)));
        }
        close();
        answers = next;
        program = reader;
    }

    /** Does something while answers go elsewhere. */
    <E extends Exception> boolean redirected(String target, Work<E> work) throws E, IOException {
        PrintWriter before = answers;
        Process programBefore = program;
        answers = screen;
        program = null;
        try {
            redirect(target);
            return work.run();
        } finally {
            close();
            answers = before;
            program = programBefore;
        }
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Work<E extends Exception> {
        boolean run() throws E;
    }

    Programs programs() {
        return programs;
    }

    /** A text in the pager; answers whether it could be shown there. */
    boolean page(String command, String text) {
        screen.flush();
        try {
            Process pager = programs.reading(command);
            try (PrintWriter to = new PrintWriter(pager.getOutputStream(), false, StandardCharsets.UTF_8)) {
                to.print(text);
            }
            return pager.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends what answers went to, and waits for a program that reads them. */
    void close() {
        answers.flush();
        if (isRedirected()) {
            answers.close();
            answers = screen;
        }
        if (program != null) {
            try {
                program.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            program = null;
        }
    }
}
