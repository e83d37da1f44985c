package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP kind [IF EXISTS] ...} of a kind that cannot be created here. */
public final class SqlDropAbsent extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DROP", SqlKind.OTHER_DDL);

    private final String kind;
    private final boolean ifExists;
    private final List<Absent> objects;

    public SqlDropAbsent(SqlParserPos pos, String kind, boolean ifExists, List<Absent> objects) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.ifExists = ifExists;
        this.objects = List.copyOf(objects);
    }

    /**
     * One that is named.
     *
     * @param name what it is called; for a cast the type that is cast
     * @param rest what follows the name and is needed to tell it from others: arguments, the target of a cast
     * @param relation the table that it belongs to, or null
     */
    public record Absent(SqlIdentifier name, String rest, SqlIdentifier relation) {}

    /** In lower case: {@code operator class}. */
    public String kind() {
        return kind;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public List<Absent> objects() {
        return objects;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("DROP").words(kind.toUpperCase(Locale.ROOT)).wordsIf(ifExists, "IF EXISTS")
                .list(objects, object -> object.name().unparse(writer, 0, 0));
    }
}
