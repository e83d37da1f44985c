package dev.millrace.cli.sql;

import java.io.Console;

/** Whether somebody can be asked. */
public final class Consoles {

    private Consoles() {}

    /** Where input or output leads elsewhere Java 25 has no console, as before Java 22, or one that is no terminal. */
    @SuppressWarnings("SystemConsoleNull") // Error Prone knows Java 22 to 24, where there always was one
    public static boolean isAttended() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
