package dev.millrace.sql.procedural;

import java.util.List;

/** What is done again and again. */
public record Loop(int line, String label, Over over, List<Step> steps) {

    /** What is gone through. */
    public sealed interface Over {

        /** What it is called where an error in it is told. */
        String name();

        record Forever() implements Over {
            @Override
            public String name() {
                return "LOOP";
            }
        }

        record While(String condition) implements Over {
            @Override
            public String name() {
                return "WHILE";
            }
        }

        /** Integers. @param by null for 1 */
        record Range(String variable, String from, String to, String by, boolean isReverse) implements Over {
            @Override
            public String name() {
                return "FOR with integer loop variable";
            }
        }

        /** Rows. @param text a query, or with {@code isDynamic} the expression of one */
        record Rows(List<Target> targets, String text, boolean isDynamic, List<String> using) implements Over {
            @Override
            public String name() {
                return isDynamic ? "FOR over EXECUTE statement" : "FOR over SELECT rows";
            }
        }

        /** The rows of a cursor, in a variable of their own. @param arguments with parentheses, or null */
        record OfCursor(String variable, String cursor, String arguments) implements Over {
            @Override
            public String name() {
                return "FOR over cursor";
            }
        }

        /** Elements of an array, or slices of it. */
        record Elements(List<Target> targets, int slice, String array) implements Over {
            @Override
            public String name() {
                return "FOREACH over array";
            }
        }
    }
}
