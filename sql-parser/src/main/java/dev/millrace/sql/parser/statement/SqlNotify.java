package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code NOTIFY channel [, payload]}. */
public final class SqlNotify extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("NOTIFY", SqlKind.OTHER);

    private final SqlIdentifier channel;
    private final String payload;

    public SqlNotify(SqlParserPos pos, SqlIdentifier channel, String payload) {
        super(pos, OPERATOR);
        this.channel = channel;
        this.payload = payload;
    }

    public SqlIdentifier channel() {
        return channel;
    }

    /** Empty when there is none. */
    public String payload() {
        return payload;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(channel);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("NOTIFY").node(channel);
        if (!payload.isEmpty()) {
            out.raw(",").text(payload);
        }
    }
}
