package dev.millrace.server;

/** Why a server cannot start, in one line for the person who started it. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
