package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code VACUUM}, {@code ANALYZE}, {@code CHECKPOINT} and {@code LOCK TABLE}, with the relations that they name. */
public final class SqlUpkeep extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("UPKEEP", SqlKind.OTHER);

    private final Kind kind;
    private final List<SqlIdentifier> relations;

    public SqlUpkeep(SqlParserPos pos, Kind kind, List<SqlIdentifier> relations) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.relations = List.copyOf(relations);
    }

    /** What is asked for, by its command tag. */
    public enum Kind {
        VACUUM,
        ANALYZE,
        CHECKPOINT,
        LOCK_TABLE
    }

    public Kind kind() {
        return kind;
    }

    /** Empty for all. */
    public List<SqlIdentifier> relations() {
        return relations;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words(kind.name().replace('_', ' ')).names(relations);
    }
}
