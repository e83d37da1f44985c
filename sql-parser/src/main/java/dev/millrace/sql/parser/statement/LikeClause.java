package dev.millrace.sql.parser.statement;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code LIKE relation [INCLUDING part | EXCLUDING part]...} among the columns of CREATE TABLE.
 *
 * @param before how many columns are defined in front of it
 */
public record LikeClause(SqlIdentifier relation, Set<Part> parts, int before, SqlParserPos pos) {
    public LikeClause {
        parts = parts.isEmpty() ? Set.of() : EnumSet.copyOf(parts);
    }

    /** What is taken over beside the columns' names, types and NOT NULL. */
    public enum Part { COMMENTS, COMPRESSION, CONSTRAINTS, DEFAULTS, GENERATED, IDENTITY, INDEXES, STATISTICS, STORAGE }

    void unparse(Unparser out) {
        out.words("LIKE").node(relation);
        parts.forEach(part -> out.words("INCLUDING " + part.name().toUpperCase(Locale.ROOT)));
    }
}
