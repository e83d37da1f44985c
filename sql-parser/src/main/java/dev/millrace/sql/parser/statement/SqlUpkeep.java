package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** VACUUM, ANALYZE, CHECKPOINT, LOCK TABLE, REINDEX and CLUSTER, with the relations that they name. */
public final class SqlUpkeep extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("UPKEEP", SqlKind.OTHER);

    private final Kind kind;
    private final List<SqlIdentifier> relations;

    private final String detail;
    private final boolean concurrent;

    public SqlUpkeep(SqlParserPos pos, Kind kind, List<SqlIdentifier> relations) {
        this(pos, kind, relations, null, false);
    }

    public SqlUpkeep(SqlParserPos pos, Kind kind, List<SqlIdentifier> relations, String detail, boolean concurrent) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.relations = List.copyOf(relations);
        this.detail = detail;
        this.concurrent = concurrent;
    }

    /** Of REINDEX the kind of object in lower case, of CLUSTER the index or null, of LOCK TABLE the mode. */
    public String detail() {
        return detail;
    }

    public boolean concurrent() {
        return concurrent;
    }

    /** What is asked for, by its command tag. */
    public enum Kind {
        VACUUM,
        ANALYZE,
        CHECKPOINT,
        LOCK_TABLE,
        REINDEX,
        CLUSTER
    }

    public Kind kind() {
        return kind;
    }

    /** Empty for all. */
    public List<SqlIdentifier> relations() {
        return relations;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer).words(kind.name().replace('_', ' '));
        if (kind == Kind.REINDEX) {
            out.words(detail.toUpperCase(Locale.ROOT)).wordsIf(concurrent, "CONCURRENTLY");
        }
        out.names(relations);
        if (kind == Kind.CLUSTER && detail != null) {
            out.words("USING").name(detail);
        }
        if (kind == Kind.LOCK_TABLE) {
            out.words("IN " + detail + " MODE");
        }
    }
}
