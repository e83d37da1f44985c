package dev.millrace.server.wire;

/** A message whose bytes do not follow the protocol. */
final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
