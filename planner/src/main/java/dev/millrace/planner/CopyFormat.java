package dev.millrace.planner;

import java.util.Set;

/**
 * How COPY writes or reads rows. Columns are counted from 0 among those that are copied.
 *
 * @param forceQuote columns that CSV always quotes when it writes them, but for NULL
 * @param forceNotNull columns of which CSV takes the null text as a text when it reads it
 * @param forceNull columns of which CSV takes the null text as NULL even when it is quoted
 */
public record CopyFormat(
        Kind kind,
        char delimiter,
        String nullText,
        Header header,
        char quote,
        char escape,
        Set<Integer> forceQuote,
        Set<Integer> forceNotNull,
        Set<Integer> forceNull) {

    public enum Kind {
        TEXT,
        CSV,
        BINARY
    }

    /** Of the first line, which names the columns. */
    public enum Header {
        NONE,
        /** Written; when read, passed over. */
        PRESENT,
        /** When read, it must name the columns that are copied. */
        MATCH
    }
}
