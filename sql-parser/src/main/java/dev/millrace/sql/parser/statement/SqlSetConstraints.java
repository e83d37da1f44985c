package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET CONSTRAINTS {ALL | name, ...} {DEFERRED | IMMEDIATE}}. */
public final class SqlSetConstraints extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SET CONSTRAINTS", SqlKind.OTHER);

    private final List<SqlIdentifier> names;
    private final boolean deferred;

    public SqlSetConstraints(SqlParserPos pos, List<SqlIdentifier> names, boolean deferred) {
        super(pos, OPERATOR);
        this.names = List.copyOf(names);
        this.deferred = deferred;
    }

    /** None for ALL. */
    public List<SqlIdentifier> names() {
        return names;
    }

    public boolean deferred() {
        return deferred;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.copyOf(names);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer).words("SET CONSTRAINTS").wordsIf(names.isEmpty(), "ALL");
        if (!names.isEmpty()) {
            out.nodes(names);
        }
        out.words(deferred ? "DEFERRED" : "IMMEDIATE");
    }
}
