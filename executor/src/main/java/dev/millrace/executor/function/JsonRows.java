package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Makes rows of JSON: of objects whose keys are names of fields. What is no row and no array is read as its text. */
final class JsonRows {

    private final ZoneId zone;

    JsonRows(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * A row of an object.
     *
     * @param base a row with the fields that the object does not have; null for NULLs
     * @throws dev.millrace.executor.plan.SqlException 22023 where it is no object
     */
    byte[] row(RowType type, Text json, byte[] base) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null || !members.isObject()) {
            throw JsonDocuments.invalid(
                    "cannot call populate_composite on " + (members == null ? "a scalar" : "an array"));
        }
        Column[] before = base == null ? null : RecordForm.fields(type, base, 0, base.length);
        Column[] fields = new Column[type.size()];
        for (int i = 0; i < fields.length; i++) {
            RowType.Field field = type.fields().get(i);
            Text value = JsonDocuments.field(json, Text.of(field.name()));
            if (value == null && before != null) {
                fields[i] = before[i];
                continue;
            }
            ColumnBuilder out = new ColumnBuilder(field.type().layout(), 1);
            append(field.type(), value, field.name(), out);
            fields[i] = out.build();
        }
        return RecordForm.encode(fields);
    }

    /** @param key where the value lies, for hints */
    private void append(SqlType type, Text json, String key, ColumnBuilder out) {
        Text shown = JsonDocuments.shown(json);
        boolean isString = shown != null && shown != json;
        if (shown == null) {
            out.appendNull();
        } else if (type.kind() == Kind.RECORD && !isString) {
            out.appendBytes(row(type.row(), json, null));
        } else {
            boolean isArray = type.kind() == Kind.ARRAY && !isString;
            String text = isArray
                    ? new JsonArrayText(key, element -> text(type.element(), element, key)).of(json)
                    : text(type, json, key);
            TextForm.parse(type, text, zone, out);
        }
    }

    /** What a value is read from that is no array and not null. */
    private String text(SqlType type, Text json, String key) {
        if (type.kind() == Kind.JSON || type.kind() == Kind.JSONB) {
            return json.toString();
        }
        Text shown = JsonDocuments.shown(json);
        if (type.kind() != Kind.RECORD || shown != json) {
            return shown.toString();
        }
        ColumnBuilder row = new ColumnBuilder(SqlType.Layout.BYTES, 1);
        append(type, json, key, row);
        return TextForm.format(type, row.build(), 0, zone);
    }
}
