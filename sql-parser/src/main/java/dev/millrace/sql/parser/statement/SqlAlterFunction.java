package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER FUNCTION | PROCEDURE | ROUTINE name [(types)] {RENAME TO name | SET SCHEMA name | attribute ...}}. */
public final class SqlAlterFunction extends SqlRoutineChange {
    private static final SqlOperator OPERATOR = operator("ALTER FUNCTION", SqlKind.OTHER_DDL);

    private final String newName;
    private final String schema;
    private final Map<String, String> options;
    private final List<RoutineSetting> settings;

    /**
     * @param kind {@code function}, {@code procedure}, or {@code routine} for either
     * @param newName null but for RENAME TO; {@code schema}: but for SET SCHEMA
     * @param options {@code strict} and {@code volatility}, as far as they are given
     */
    public SqlAlterFunction(
            SqlParserPos pos, String kind, SqlDropFunction.Target target, String newName, String schema,
            Map<String, String> options, List<RoutineSetting> settings) {
        super(pos, OPERATOR, kind, target);
        this.newName = newName;
        this.schema = schema;
        this.options = Map.copyOf(options);
        this.settings = List.copyOf(settings);
    }

    public String newName() {
        return newName;
    }

    public String schema() {
        return schema;
    }

    public Map<String, String> options() {
        return options;
    }

    /** Null where nothing is said of it. */
    public Boolean isStrict() {
        return options.containsKey("strict") ? Boolean.valueOf(options.get("strict")) : null;
    }

    /** In the order in which they were written. */
    public List<RoutineSetting> settings() {
        return settings;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        unparseTarget(out);
        out.wordsIf(newName != null, "RENAME TO").name(newName).wordsIf(schema != null, "SET SCHEMA").name(schema);
        if (options.containsKey("strict")) {
            out.words(options.get("strict").equals("true") ? "STRICT" : "CALLED ON NULL INPUT");
        }
        if (options.containsKey("volatility")) {
            out.words(options.get("volatility").toUpperCase(Locale.ROOT));
        }
        settings.forEach(out::setting);
    }
}
