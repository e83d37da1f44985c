package dev.millrace.sqltests.script;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One record of a script. Each carries the line it starts at, so that a failure can be found, and the connection it
 * runs on (the empty name is the default one).
 */
public sealed interface Entry {
    int line();

    /** SQL that gives no rows that matter: it succeeds, changes a number of rows, or fails in a stated way. */
    record Statement(int line, String connection, String sql, Outcome expected) implements Entry {
    }

    /**
     * SQL whose rows are compared. Columns are described by one letter each: T text, I integer, R real, ? exact text.
     */
    record Query(int line, String connection, String sql, String types, Sort sort, String label, Answer expected)
            implements Entry {
    }

    /** {@code step}: the epoch is closed; what changed before lies before what follows. */
    record Step(int line) implements Entry {
    }

    /**
     * {@code changes v}: what the last step (or, before the first, the creation of the view) did not yet show in it.
     */
    record Changes(int line, String view, List<String> expected) implements Entry {
        public Changes {
            expected = List.copyOf(expected);
        }
    }

    /** {@code restart}: the server is killed without goodbye, started again on its directory, and connected to anew. */
    record Restart(int line) implements Entry {
    }

    /** {@code clock 'ts'}: the logical clock, which {@code now()} in a view follows, is set. */
    record Clock(int line, String timestamp) implements Entry {
    }

    /** How a statement is to end. */
    sealed interface Outcome {
        record Ok() implements Outcome {
        }

        record Count(long rows) implements Outcome {
        }

        /** An error with this SQLSTATE (null: any) whose message has a match of this pattern (null: any). */
        record Failure(String sqlState, Pattern message) implements Outcome {
            @Override
            public String toString() {
                String state = Objects.requireNonNullElse(sqlState, "");
                return ("error " + state + (message == null ? "" : " /" + message + "/")).strip();
            }
        }
    }

    /** What a query is to answer. */
    sealed interface Answer {
        /** The rows as written in the script; one row a line, or one value a line in the classic form. */
        record Lines(List<String> lines, boolean oneValuePerLine) implements Answer {
            public Lines {
                lines = List.copyOf(lines);
            }
        }

        /** The number of values and the MD5 of all of them, each followed by a line feed. */
        record Hash(int values, String md5) implements Answer {
        }
    }

    /** How an answer is sorted before it is compared. */
    enum Sort {
        NONE, ROWS, VALUES
    }
}
