package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DECLARE name [BINARY] [[NO] SCROLL] CURSOR [{WITH | WITHOUT} HOLD] FOR query}. */
public final class SqlDeclareCursor extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DECLARE CURSOR", SqlKind.OTHER);

    private final SqlIdentifier name;
    private final boolean binary;
    private final Boolean scroll;
    private final boolean hold;
    private final SqlNode query;
    private final String queryText;
    private final String lock;

    public SqlDeclareCursor(SqlParserPos pos, SqlIdentifier name, boolean binary, Boolean scroll, boolean hold,
            SqlNode query, String queryText, String lock) {
        super(pos, OPERATOR);
        this.name = name;
        this.binary = binary;
        this.scroll = scroll;
        this.hold = hold;
        this.query = query;
        this.queryText = queryText;
        this.lock = lock;
    }

    public SqlIdentifier name() {
        return name;
    }

    public boolean binary() {
        return binary;
    }

    /** Null when it was not said. */
    public Boolean scroll() {
        return scroll;
    }

    public boolean hold() {
        return hold;
    }

    /** A query or a SUBSCRIBE. */
    public SqlNode query() {
        return query;
    }

    /** The query as it was written. */
    public String queryText() {
        return queryText;
    }

    /** How rows are to be locked, as FOR says it: UPDATE, SHARE; null when they are not. */
    public String lock() {
        return lock;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("DECLARE").node(name).wordsIf(binary, "BINARY")
                .words(scroll == null ? "" : scroll ? "SCROLL" : "NO SCROLL").words("CURSOR").wordsIf(hold, "WITH HOLD")
                .clause("FOR", query);
    }
}
