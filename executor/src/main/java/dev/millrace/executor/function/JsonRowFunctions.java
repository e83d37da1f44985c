package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.RECORD;

/** From JSON to rows of a type, which the first argument is of, a row or NULL. */
final class JsonRowFunctions {

    private JsonRowFunctions() {}

    private static byte[] populated(
            String function, byte[] base, Text json, Conversion conversion, ZoneId zone) {
        RowType type = type(function, conversion);
        return json == null ? base : new JsonRows(zone).row(type, json, base);
    }

    private static RowType type(String function, Conversion conversion) {
        if (conversion.from().row() == null || conversion.from().row().size() == 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "could not determine row type for result of " + function)
                    .withHint("Provide a non-null record argument, or call the function in the FROM clause using a"
                            + " column definition list.");
        }
        return conversion.from().row();
    }

    private static byte[] set(String function, byte[] base, Text json, Conversion conversion, ZoneId zone) {
        RowType type = type(function, conversion);
        ColumnBuilder rows = new ColumnBuilder(SqlType.Layout.BYTES);
        JsonMembers members = json == null ? null : JsonDocuments.members(json);
        if (json != null && (members == null || members.isObject())) {
            throw JsonDocuments.invalid(
                    "cannot call " + function + " on " + (members == null ? "a scalar" : "an object"));
        }
        while (members != null && members.next()) {
            Text member = JsonDocuments.member(json, members);
            JsonMembers object = JsonDocuments.members(member);
            if (object == null || !object.isObject()) {
                throw JsonDocuments.invalid("argument of " + function + " must be an array of objects");
            }
            rows.appendBytes(new JsonRows(zone).row(type, member, base));
        }
        return ArrayForm.encode(rows.build());
    }

    @SqlFunction(name = "json_populate_record", strict = false, volatility = Volatility.STABLE,
            description = "A row of an object, with the fields of another row where it has no such key.")
    @As(RECORD)
    static byte[] populate(
            @As(RECORD) byte[] base, @As(JSON) Text json, Conversion conversion, ZoneId zone) {
        return populated("json_populate_record", base, json, conversion, zone);
    }

    @SqlFunction(name = "json_to_record", strict = false, volatility = Volatility.STABLE,
            description = "A row of an object, whose fields a column definition list in FROM says.")
    @As(RECORD)
    static byte[] toRecord(
            @As(RECORD) byte[] none, @As(JSON) Text json, Conversion conversion, ZoneId zone) {
        return json == null ? null : populated("json_to_record", none, json, conversion, zone);
    }

    @SqlFunction(name = "json_populate_recordset array", strict = false, volatility = Volatility.STABLE,
            description = "A row of each object of an array.")
    @ArrayOf(RECORD)
    static byte[] populateSet(
            @As(RECORD) byte[] base, @As(JSON) Text json, Conversion conversion, ZoneId zone) {
        return set("json_populate_recordset", base, json, conversion, zone);
    }

    @SqlFunction(name = "json_to_recordset array", strict = false, volatility = Volatility.STABLE,
            description = "A row of each object of an array, whose fields a column definition list in FROM says.")
    @ArrayOf(RECORD)
    static byte[] toSet(
            @As(RECORD) byte[] none, @As(JSON) Text json, Conversion conversion, ZoneId zone) {
        return set("json_to_recordset", none, json, conversion, zone);
    }

    @SqlFunction(name = "jsonb_populate_record", strict = false, volatility = Volatility.STABLE,
            description = "A row of an object, with the fields of another row where it has no such key.")
    @As(RECORD)
    static byte[] populateBinary(
            @As(RECORD) byte[] base, @As(JSONB) Text json, Conversion conversion, ZoneId zone) {
        return populated("jsonb_populate_record", base, json, conversion, zone);
    }

    @SqlFunction(name = "jsonb_to_record", strict = false, volatility = Volatility.STABLE,
            description = "A row of an object, whose fields a column definition list in FROM says.")
    @As(RECORD)
    static byte[] toBinaryRecord(
            @As(RECORD) byte[] none, @As(JSONB) Text json, Conversion conversion, ZoneId zone) {
        return json == null ? null : populated("jsonb_to_record", none, json, conversion, zone);
    }

    @SqlFunction(name = "jsonb_populate_recordset array", strict = false, volatility = Volatility.STABLE,
            description = "A row of each object of an array.")
    @ArrayOf(RECORD)
    static byte[] populateBinarySet(
            @As(RECORD) byte[] base, @As(JSONB) Text json, Conversion conversion, ZoneId zone) {
        return set("jsonb_populate_recordset", base, json, conversion, zone);
    }

    @SqlFunction(name = "jsonb_to_recordset array", strict = false, volatility = Volatility.STABLE,
            description = "A row of each object of an array, whose fields a column definition list in FROM says.")
    @ArrayOf(RECORD)
    static byte[] toBinarySet(
            @As(RECORD) byte[] none, @As(JSONB) Text json, Conversion conversion, ZoneId zone) {
        return set("jsonb_to_recordset", none, json, conversion, zone);
    }
}
