package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SCHEMA [IF NOT EXISTS] [name] [AUTHORIZATION role] [CREATE …] [GRANT …]}. */
public final class SqlCreateSchema extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE SCHEMA", SqlKind.CREATE_SCHEMA);

    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final RoleName owner;
    private final List<Element> elements;

    /**
     * What is made in the schema together with it.
     *
     * @param start where its text begins, in UTF-16 units of the whole statement's
     * @param rank what has a lower one comes first: what is written of them may be in any order
     */
    public record Element(SqlNode statement, String text, int start, int rank) {}

    /** @param name null to be called as its owner; {@code owner}: null for who creates it */
    public SqlCreateSchema(
            SqlParserPos pos, boolean ifNotExists, SqlIdentifier name, RoleName owner, List<Element> elements) {
        super(pos, OPERATOR);
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.owner = owner;
        this.elements = List.copyOf(elements);
    }

    /** As they are written. */
    public List<Element> elements() {
        return elements;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    /** Null to be called as its owner. */
    public SqlIdentifier name() {
        return name;
    }

    /** Null for who creates it. */
    public RoleName owner() {
        return owner;
    }

    @Override
    public List<SqlNode> getOperandList() {
        List<SqlNode> operands = present(name);
        elements.forEach(element -> operands.add(element.statement()));
        return operands;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer).words("CREATE SCHEMA").wordsIf(ifNotExists, "IF NOT EXISTS");
        if (name != null) {
            out.node(name);
        }
        if (owner != null) {
            out.words("AUTHORIZATION");
            owner.unparse(out);
        }
        elements.forEach(element -> out.node(element.statement()));
    }
}
