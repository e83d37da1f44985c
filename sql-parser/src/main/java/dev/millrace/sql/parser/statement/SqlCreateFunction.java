package dev.millrace.sql.parser.statement;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [OR REPLACE] FUNCTION name (parameters) RETURNS type LANGUAGE sql AS 'body'}. */
public final class SqlCreateFunction extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE FUNCTION", SqlKind.CREATE_FUNCTION);

    private final boolean replace;
    private final SqlIdentifier name;
    private final List<RoutineParameter> parameters;
    private final SqlDataTypeSpec result;
    private final boolean isSet;
    private final String body;
    private final Map<String, String> options;
    private final List<RoutineSetting> settings;

    public SqlCreateFunction(
            SqlParserPos pos, boolean replace, SqlIdentifier name, List<RoutineParameter> parameters,
            SqlDataTypeSpec result, boolean isSet, String body, Map<String, String> options,
            List<RoutineSetting> settings) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.isSet = isSet;
        this.body = body;
        this.options = Map.copyOf(options);
        this.settings = List.copyOf(settings);
    }

    public boolean replace() {
        return replace;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<RoutineParameter> parameters() {
        return parameters;
    }

    /** Null where the parameters say what is returned. */
    public SqlDataTypeSpec result() {
        return result;
    }

    /** Whether any number of rows is returned. */
    public boolean isSet() {
        return isSet;
    }

    /** Statements as text; null when there is none. */
    public String body() {
        return body;
    }

    /**
     * {@code language}, {@code volatility} ({@code immutable}, ...) and {@code strict}, where they were given; {@code
     * symbol}, what is meant in the file that the body names; {@code tables}, how many a processor takes.
     */
    public Map<String, String> options() {
        return options;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    /** In the order in which they were written. */
    public List<RoutineSetting> settings() {
        return settings;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(replace, "OR REPLACE")
                .words(options.containsKey("procedure") ? "PROCEDURE" : "FUNCTION")
                .node(name);
        int tables = Integer.parseInt(options.getOrDefault("tables", "0"));
        out.inParentheses(() -> {
            out.list(Collections.nCopies(tables, "TABLE"), out::words);
            out.list(parameters, parameter -> {
                out.words(parameter.mode().name());
                if (parameter.name() != null) {
                    out.words(parameter.name());
                }
                out.node(parameter.type());
            });
        });
        if (result != null) {
            out.words("RETURNS").wordsIf(isSet, "SETOF").node(result);
        }
        String symbol = options.get("symbol");
        options.forEach((option, value) -> {
            if (!option.equals("symbol") && !option.equals("tables") && !option.equals("procedure")) {
                out.words(option).words(value);
            }
        });
        settings.forEach(out::setting);
        if (body != null) {
            out.words("AS").list(symbol == null ? List.of(body) : List.of(body, symbol), out::text);
        }
    }
}
