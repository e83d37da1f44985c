package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DO 'body' [LANGUAGE name]}. */
public final class SqlDo extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DO", SqlKind.OTHER);

    private final String language;
    private final String body;

    public SqlDo(SqlParserPos pos, String language, String body) {
        super(pos, OPERATOR);
        this.language = language;
        this.body = body;
    }

    public String language() {
        return language;
    }

    public String body() {
        return body;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("DO").text(body).words("LANGUAGE " + language);
    }
}
