package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A role as statements name one.
 *
 * @param name null unless the kind is NAMED
 */
public record RoleName(Kind kind, String name) {
    /** CURRENT: who the session acts as; SESSION: who it logged in as; PUBLIC: everybody. */
    public enum Kind {
        NAMED, CURRENT, SESSION, PUBLIC
    }

    void unparse(Unparser out) {
        switch (kind) {
            case NAMED -> out.node(new SqlIdentifier(name, SqlParserPos.ZERO));
            case CURRENT -> out.words("CURRENT_USER");
            case SESSION -> out.words("SESSION_USER");
            case PUBLIC -> out.words("PUBLIC");
        }
    }
}
