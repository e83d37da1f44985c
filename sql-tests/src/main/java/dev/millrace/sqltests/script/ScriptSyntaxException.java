package dev.millrace.sqltests.script;

/** A script that cannot be read; the message starts with file and line. */
public final class ScriptSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    ScriptSyntaxException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
