package dev.millrace.planner;

/**
 * The body of a function that is a processor with state.
 *
 * @param jar digest of the code
 * @param tables how many it takes: rows, and rows of initial state
 */
public record ProcessorBody(String jar, String className, int tables) {

    private static final String PREFIX = "java processor:";

    public static boolean is(String body) {
        return body.startsWith(PREFIX);
    }

    /** What the catalog says. */
    public String text() {
        return PREFIX + jar + ":" + className + ":" + tables;
    }

    public static ProcessorBody of(String body) {
        String[] parts = body.split(":");
        return new ProcessorBody(parts[1], parts[2], Integer.parseInt(parts[3]));
    }
}
