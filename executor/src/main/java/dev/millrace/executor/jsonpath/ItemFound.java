package dev.millrace.executor.jsonpath;

/** Stops an evaluation that only asks whether there is an item: there is one. */
final class ItemFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ItemFound() {
        super(null, null, false, false);
    }
}
