package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [TEMPORARY | UNLOGGED] SEQUENCE [IF NOT EXISTS] name options}. */
public final class SqlCreateSequence extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE SEQUENCE", SqlKind.CREATE_SEQUENCE);

    private final boolean temporary;
    private final boolean isUnlogged;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final SequenceOptions options;

    public SqlCreateSequence(SqlParserPos pos, boolean temporary, boolean isUnlogged, boolean ifNotExists,
            SqlIdentifier name, SequenceOptions options) {
        super(pos, OPERATOR);
        this.temporary = temporary;
        this.isUnlogged = isUnlogged;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.options = options;
    }

    public boolean temporary() {
        return temporary;
    }

    public boolean isUnlogged() {
        return isUnlogged;
    }

    public boolean ifNotExists() {
        return ifNotExists;
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
        out.words("CREATE").wordsIf(temporary, "TEMPORARY").wordsIf(isUnlogged, "UNLOGGED").words("SEQUENCE")
                .wordsIf(ifNotExists, "IF NOT EXISTS").node(name);
        options.unparse(out);
    }
}
