package dev.millrace.cli.sql;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Where answers and complaints go.
 *
 * @param columns the width of the screen, 0 when the output is no screen
 */
record Output(PrintWriter answers, PrintWriter complaints, IntSupplier columns) {
    /** The process's own streams. */
    static Output standard() {
        return new Output(writer(System.out), writer(System.err), () -> 0);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    void print(String text) {
        answers.print(text);
        answers.flush();
    }

    void println(String text) {
        print(text + "\n");
    }

    void complain(String text) {
        answers.flush();
        complaints.println(text);
        complaints.flush();
    }
}
