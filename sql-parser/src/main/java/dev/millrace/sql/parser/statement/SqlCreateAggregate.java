package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [OR REPLACE] AGGREGATE name (parameters) (SFUNC = f, STYPE = type, …)}. */
public final class SqlCreateAggregate extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE AGGREGATE", SqlKind.OTHER_DDL);

    private final boolean replace;
    private final SqlIdentifier name;
    private final List<RoutineParameter> parameters;
    private final List<Attribute> attributes;

    /**
     * {@code key = value}: a type, the name of a function, or anything else as it was written. A key alone is true.
     *
     * @param type null for what is none, as are the others
     */
    public record Attribute(String key, SqlDataTypeSpec type, SqlIdentifier function, String text, SqlParserPos at) {}

    /** @param parameters null where {@code basetype} says what they are */
    public SqlCreateAggregate(
            SqlParserPos pos, boolean replace, SqlIdentifier name, List<RoutineParameter> parameters,
            List<Attribute> attributes) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.name = name;
        this.parameters = parameters == null ? null : List.copyOf(parameters);
        this.attributes = List.copyOf(attributes);
    }

    public boolean replace() {
        return replace;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** Null where {@code basetype} says what they are. */
    public List<RoutineParameter> parameters() {
        return parameters;
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(replace, "OR REPLACE").words("AGGREGATE").node(name);
        if (parameters != null) {
            out.inParentheses(() -> {
                out.wordsIf(parameters.isEmpty(), "*");
                out.list(parameters, parameter -> {
                    out.words(parameter.mode().name()).name(parameter.name()).node(parameter.type());
                });
            });
        }
        out.inParentheses(() -> out.list(attributes, attribute -> {
            out.words(attribute.key()).raw("=").node(attribute.type()).node(attribute.function());
            if (attribute.text() != null) {
                out.text(attribute.text());
            }
        }));
    }
}
