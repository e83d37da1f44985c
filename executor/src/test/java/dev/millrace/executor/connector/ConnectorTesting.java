package dev.millrace.executor.connector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Short forms for the connectors' tests. */
public final class ConnectorTesting {

    private ConnectorTesting() {}

    /** Columns as {@code "name type"} or {@code "name type!"} for NOT NULL. */
    public static Schema schema(String... columns) {
        List<Schema.Field> fields = new ArrayList<>();
        for (String column : columns) {
            boolean isNullable = !column.endsWith("!");
            String[] parts = (isNullable ? column : column.substring(0, column.length() - 1)).split(" ", 2);
            fields.add(new Schema.Field(parts[0], type(parts[1]), isNullable));
        }
        return new Schema(fields);
    }

    private static SqlType type(String name) {
        int bracket = name.indexOf('(');
        if (bracket > 0) {
            String[] modifiers = name.substring(bracket + 1, name.length() - 1).split(",");
            SqlType.Kind kind = type(name.substring(0, bracket)).kind();
            int scale = modifiers.length > 1 ? Integer.parseInt(modifiers[1]) : SqlType.UNSPECIFIED;
            return new SqlType(kind, Integer.parseInt(modifiers[0]), scale, null);
        }
        return switch (name) {
            case "boolean" -> SqlType.BOOLEAN;
            case "smallint" -> SqlType.SMALLINT;
            case "integer" -> SqlType.INTEGER;
            case "bigint" -> SqlType.BIGINT;
            case "real" -> SqlType.REAL;
            case "double" -> SqlType.DOUBLE;
            case "numeric" -> SqlType.NUMERIC;
            case "text" -> SqlType.TEXT;
            case "varchar" -> SqlType.VARCHAR;
            case "char" -> SqlType.CHAR;
            case "bytea" -> SqlType.BYTEA;
            case "date" -> SqlType.DATE;
            case "time" -> SqlType.TIME;
            case "timestamp" -> SqlType.TIMESTAMP;
            case "timestamptz" -> SqlType.TIMESTAMPTZ;
            case "interval" -> SqlType.INTERVAL;
            case "uuid" -> SqlType.UUID;
            case "json" -> SqlType.JSON;
            case "jsonb" -> SqlType.JSONB;
            case "integer[]" -> SqlType.arrayOf(SqlType.INTEGER);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** @param options names and values in turn */
    public static Map<String, String> options(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }

    public static SourceSpec spec(Schema schema, String... options) {
        return new SourceSpec(1, "test", schema, options(options));
    }

    /** The rows as text, for comparing: words as numbers, bytes as text, NULL as such. */
    public static List<String> rows(DeltaBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < batch.columnCount(); i++) {
                text.append(i == 0 ? "" : "|").append(value(batch, i, row));
            }
            rows.add(text.toString());
        }
        return rows;
    }

    private static String value(DeltaBatch batch, int column, int row) {
        if (batch.column(column).isNull(row)) {
            return "NULL";
        }
        return switch (batch.column(column)) {
            case WordColumn words -> Long.toString(words.value(row));
            case BytesColumn bytes -> bytes.text(row);
        };
    }
}
