package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER SEQUENCE [IF EXISTS] name options}. */
public final class SqlAlterSequence extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER SEQUENCE", SqlKind.ALTER_SEQUENCE);

    private final boolean ifExists;
    private final SqlIdentifier name;
    private final SequenceOptions options;

    public SqlAlterSequence(SqlParserPos pos, boolean ifExists, SqlIdentifier name, SequenceOptions options) {
        super(pos, OPERATOR);
        this.ifExists = ifExists;
        this.name = name;
        this.options = options;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SequenceOptions options() {
        return options;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("ALTER SEQUENCE").wordsIf(ifExists, "IF EXISTS").node(name);
        options.unparse(out);
    }
}
