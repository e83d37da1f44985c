package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP kind [IF EXISTS] name, ... [CASCADE | RESTRICT]}. */
public final class SqlDrop extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DROP", SqlKind.OTHER_DDL);

    private final ObjectKind kind;
    private final boolean ifExists;
    private final List<SqlIdentifier> names;
    private final boolean cascade;

    public SqlDrop(SqlParserPos pos, ObjectKind kind, boolean ifExists, List<SqlIdentifier> names, boolean cascade) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.ifExists = ifExists;
        this.names = List.copyOf(names);
        this.cascade = cascade;
    }

    public ObjectKind kind() {
        return kind;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public List<SqlIdentifier> names() {
        return names;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("DROP").words(kind.words()).wordsIf(ifExists, "IF EXISTS").names(names)
                .wordsIf(cascade, "CASCADE");
    }
}
