package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.BitString;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Guises;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.IntervalText;
import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.data.NumberText;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.executor.plan.SqlType.Layout;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BIT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.BYTEA;
import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DATEMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DATERANGE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INT4MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT4RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8MULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INT8RANGE;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.JSONPATH;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.MONEY;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.NUMMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.NUMRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.PG_LSN;
import static dev.millrace.executor.plan.SqlType.Kind.PG_SNAPSHOT;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.RECORD;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.TSMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZMULTIRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.TSTZRANGE;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARBIT;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;
import static dev.millrace.executor.plan.SqlType.Kind.XID8;

/** Conversions from text, by the input functions of types; to text, by their output functions; and between texts. */
final class TextCastFunctions {

    private TextCastFunctions() {}

    @SqlCast(
            from = {TEXT, VARCHAR, CHAR, UNKNOWN},
            to = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8})
    static long parseWord(String text, Conversion conversion, ZoneId zone) {
        return TextForm.parseWord(conversion.to(), text, zone);
    }

    @SqlCast(
            from = {TEXT, VARCHAR, CHAR, UNKNOWN},
            to = {NUMERIC})
    static Numeric parseNumeric(String text, Conversion conversion) {
        return NumberText.fit(NumberText.parseNumeric(text), conversion.to());
    }

    @SqlCast(
            from = {TEXT, VARCHAR, CHAR, UNKNOWN},
            to = {INTERVAL})
    static Interval parseInterval(String text, Conversion conversion) {
        return IntervalText.parse(text, conversion.to());
    }

    @SqlCast(
            from = {TEXT, VARCHAR, CHAR, UNKNOWN},
            to = {BYTEA, UUID, INET, CIDR, MACADDR, JSON, JSONB, ARRAY, RECORD, ENUM, JSONPATH, PG_SNAPSHOT, INT4RANGE,
                INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE,
                TSMULTIRANGE,
                TSTZMULTIRANGE, DATEMULTIRANGE})
    static byte[] parseBytes(String text, Conversion conversion, ZoneId zone) {
        ColumnBuilder builder = new ColumnBuilder(Layout.BYTES);
        TextForm.parse(conversion.to(), text, zone, builder);
        return ((BytesColumn) builder.build()).bytes(0);
    }

    @SqlCast(
            from = {TEXT, VARCHAR, CHAR, UNKNOWN},
            to = {BIT, VARBIT})
    static byte[] parseBits(String text, Conversion conversion) {
        return BitString.parse(text).as(conversion.to(), !conversion.assignment()).toBytes();
    }

    @SqlCast(
            from = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ,
                MONEY, PG_LSN, XID8},
            to = {TEXT, VARCHAR, CHAR})
    static String formatWord(long word, Conversion conversion, ZoneId zone) {
        String text = conversion.from().kind() == BOOLEAN
                ? (word != 0 ? "true" : "false")
                : TextForm.shown(conversion.from(), word, zone);
        return TextForm.fitText(text, conversion.to(), !conversion.assignment());
    }

    @SqlCast(
            from = {BYTEA, UUID, INET, CIDR, MACADDR, JSON, JSONB, ARRAY, RECORD, NUMERIC, INTERVAL, ENUM, BIT, VARBIT,
                JSONPATH, PG_SNAPSHOT, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE,
                INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE},
            to = {TEXT, VARCHAR, CHAR})
    static String formatBytes(@As(TEXT) Text raw, Conversion conversion, ZoneId zone) {
        // As PostgreSQL's cast, which, unlike the output, always tells the bits of the network.
        String text = conversion.from().kind() == INET
                ? NetworkAddress.read(raw.data(), raw.start(), raw.end()).text(true)
                : TextForm.shown(conversion.from(), raw.data(), raw.start(), raw.end(), zone);
        return TextForm.fitText(text, conversion.to(), !conversion.assignment());
    }

    @SqlCast(
            from = {TEXT, VARCHAR, UNKNOWN},
            to = {TEXT, VARCHAR, CHAR})
    static Text textToText(Text text, Conversion conversion) {
        if (conversion.to().guise() != null) {
            return Text.of(Guises.fit(text.toString(), conversion.to()));
        }
        int limit = conversion.to().precision();
        if (limit < 0 || conversion.to().kind() == VARCHAR && text.length() <= limit) {
            return text;
        }
        return Text.of(TextForm.fitText(text.toString(), conversion.to(), !conversion.assignment()));
    }

    /** The padding of char(n) is no part of the text. */
    @SqlCast(
            from = {CHAR},
            to = {TEXT, VARCHAR, CHAR})
    static Text paddedToText(Text text, Conversion conversion) {
        Kind to = conversion.to().kind();
        Text content = new Text(text.data(), text.start(), ComparisonFunctions.trimmedEnd(text));
        return to == CHAR && conversion.to().precision() < 0 ? text : textToText(content, conversion);
    }

    @SqlCast(from = JSON, to = JSONB)
    static String jsonToJsonb(String json) {
        return JsonText.canonical(json);
    }

    @SqlCast(from = JSONB, to = JSON)
    static Text jsonbToJson(Text json) {
        return json;
    }
}
