package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET [SESSION | LOCAL] name {= | TO} {value, ... | DEFAULT}}, {@code SET TIME ZONE} and their like. */
public final class SqlSet extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SET", SqlKind.SET_OPTION);

    private final boolean local;
    private final String name;
    private final List<String> values;

    public SqlSet(SqlParserPos pos, boolean local, String name, List<String> values) {
        super(pos, OPERATOR);
        this.local = local;
        this.name = name;
        this.values = List.copyOf(values);
    }

    /** True for SET LOCAL: until the end of the transaction. */
    public boolean local() {
        return local;
    }

    /** The setting in lower case, with dots when it has several parts. */
    public String name() {
        return name;
    }

    /** The values as text; none for DEFAULT. */
    public List<String> values() {
        return values;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("SET").wordsIf(local, "LOCAL").raw(name).words("TO").wordsIf(values.isEmpty(), "DEFAULT")
                .list(values, out::text);
    }
}
