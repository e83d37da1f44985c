package dev.millrace.executor.jsonpath;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlType;

/** What a path finds: JSON, or a moment that one of its strings says. */
public sealed interface PathItem {

    /** A part of a document. */
    record Json(JsonValue value) implements PathItem {
        @Override
        public JsonValue json() {
            return value;
        }

        @Override
        public String typeName() {
            return value.typeName();
        }
    }

    /** A date or time. */
    record Time(Moment moment) implements PathItem {
        private static final int MINUTE = 60;

        /** As ISO 8601 writes it. */
        @Override
        public JsonValue json() {
            long offset = moment.offsetSeconds() * 1_000_000L;
            String text = switch (moment.kind()) {
                case DATE -> TextForm.format(SqlType.DATE, moment.value(), null);
                case TIME, TIMETZ -> TextForm.format(SqlType.TIME, moment.value(), null);
                case TIMESTAMP -> TextForm.format(SqlType.TIMESTAMP, moment.value(), null).replace(' ', 'T');
                case TIMESTAMPTZ ->
                    TextForm.format(SqlType.TIMESTAMP, Civil.checkTimestamp(moment.value() + offset), null)
                            .replace(' ', 'T');
            };
            return new JsonValue.Text(moment.kind().hasZone() ? text + offset() : text);
        }

        private String offset() {
            int seconds = Math.abs(moment.offsetSeconds());
            String sign = moment.offsetSeconds() < 0 ? "-" : "+";
            String minutes = "%s%02d:%02d".formatted(sign, seconds / MINUTE / MINUTE, seconds / MINUTE % MINUTE);
            return seconds % MINUTE == 0 ? minutes : minutes + ":%02d".formatted(seconds % MINUTE);
        }

        @Override
        public String typeName() {
            return moment.kind().sqlName();
        }
    }

    /** As a value of JSON. */
    JsonValue json();

    String typeName();
}
