package dev.millrace.sql.parser.statement;

import java.util.Locale;

/**
 * The modes of a transaction; null where nothing was said.
 *
 * @param isolation the isolation level in lower case, such as "read committed"
 */
public record TransactionModes(String isolation, Boolean readOnly, Boolean deferrable) {
    void unparse(Unparser out) {
        if (isolation != null) {
            out.words("ISOLATION LEVEL").raw(isolation.toUpperCase(Locale.ROOT));
        }
        if (readOnly != null) {
            out.words(readOnly ? "READ ONLY" : "READ WRITE");
        }
        if (deferrable != null) {
            out.words(deferrable ? "DEFERRABLE" : "NOT DEFERRABLE");
        }
    }
}
