package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code UNLISTEN {channel | *}}. */
public final class SqlUnlisten extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("UNLISTEN", SqlKind.OTHER);

    private final SqlIdentifier channel;

    public SqlUnlisten(SqlParserPos pos, SqlIdentifier channel) {
        super(pos, OPERATOR);
        this.channel = channel;
    }

    /** Null for all channels. */
    public SqlIdentifier channel() {
        return channel;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(channel);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("UNLISTEN").wordsIf(channel == null, "*").node(channel);
    }
}
