package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code TRUNCATE [TABLE] name, ... [RESTART IDENTITY] [CASCADE]}. */
public final class SqlTruncate extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("TRUNCATE", SqlKind.OTHER);

    private final List<SqlIdentifier> tables;
    private final boolean restartIdentity;
    private final boolean cascade;

    public SqlTruncate(SqlParserPos pos, List<SqlIdentifier> tables, boolean restartIdentity, boolean cascade) {
        super(pos, OPERATOR);
        this.tables = List.copyOf(tables);
        this.restartIdentity = restartIdentity;
        this.cascade = cascade;
    }

    public List<SqlIdentifier> tables() {
        return tables;
    }

    public boolean restartIdentity() {
        return restartIdentity;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("TRUNCATE TABLE").names(tables).wordsIf(restartIdentity, "RESTART IDENTITY")
                .wordsIf(cascade, "CASCADE");
    }
}
