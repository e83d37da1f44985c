package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

/** What a statement does to a database. */
public sealed interface DatabaseAction {

    /** CREATE. */
    record Create(List<Option> options) implements DatabaseAction {}

    /** ALTER ... WITH. */
    record Alter(List<Option> options) implements DatabaseAction {}

    /** ALTER ... RENAME TO. */
    record Rename(SqlIdentifier newName) implements DatabaseAction {}

    /** ALTER ... OWNER TO. */
    record ChangeOwner(RoleName owner) implements DatabaseAction {}

    /** DROP. */
    record Drop(boolean ifExists, boolean force) implements DatabaseAction {}

    /**
     * One that is said.
     *
     * @param key lower-case, e.g. {@code connection_limit}
     * @param value null for DEFAULT
     */
    record Option(String key, String value) {}
}
