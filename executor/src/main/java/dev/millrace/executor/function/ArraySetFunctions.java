package dev.millrace.executor.function;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.BYTEA;
import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.MACADDR;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;

/** What arrays have in common with each other: no NULL is equal to anything here. */
final class ArraySetFunctions {

    private ArraySetFunctions() {}

    @SqlFunction(name = {"@>", "arraycontains"}, description = "Whether an array has every element of another.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ, TEXT,
                VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM},
            example = "ARRAY[1,4,3] @> ARRAY[3,1,3] = true")
    static boolean contains(@ArrayOf(ARRAY) byte[] whole, @ArrayOf(ARRAY) byte[] part, Conversion conversion) {
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, whole, 0, whole.length);
        Column wanted = ArrayForm.decode(type, part, 0, part.length);
        for (int i = 0; i < wanted.size(); i++) {
            if (!has(type, elements, wanted, i)) {
                return false;
            }
        }
        return true;
    }

    @SqlFunction(name = {"<@", "arraycontained"}, description = "Whether every element of an array is in another.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ, TEXT,
                VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM})
    static boolean isContained(@ArrayOf(ARRAY) byte[] part, @ArrayOf(ARRAY) byte[] whole, Conversion conversion) {
        return contains(whole, part, conversion);
    }

    @SqlFunction(name = {"&&", "arrayoverlap"}, description = "Whether two arrays have an element in common.",
            kinds = {BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ,
                TIMETZ, TEXT,
                VARCHAR, CHAR, BYTEA, NUMERIC, INTERVAL, UUID, INET, CIDR, MACADDR, JSONB, ENUM},
            example = "ARRAY[1,4,3] && ARRAY[2,1] = true")
    static boolean overlap(@ArrayOf(ARRAY) byte[] left, @ArrayOf(ARRAY) byte[] right, Conversion conversion) {
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, left, 0, left.length);
        Column others = ArrayForm.decode(type, right, 0, right.length);
        for (int i = 0; i < others.size(); i++) {
            if (has(type, elements, others, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(SqlType type, Column elements, Column wanted, int row) {
        for (int i = 0; i < elements.size() && !wanted.isNull(row); i++) {
            if (!elements.isNull(i) && ValueOrder.compare(type.kind(), elements, i, wanted, row) == 0) {
                return true;
            }
        }
        return false;
    }
}
