package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType.Layout;

import static dev.millrace.executor.plan.SqlType.Kind.ENUM;
import static java.nio.charset.StandardCharsets.UTF_8;

/** What asks an enum for its labels: the type of the argument says which, its value does not matter. */
final class EnumFunctions {

    private EnumFunctions() {}

    @SqlFunction(name = "enum_first", strict = false, volatility = Volatility.STABLE,
            description = "The first value of the argument's enum type.")
    @As(ENUM)
    static byte[] first(@As(ENUM) Text any, Conversion call) {
        return filled(call).getFirst().value();
    }

    @SqlFunction(name = "enum_last", strict = false, volatility = Volatility.STABLE,
            description = "The last value of the argument's enum type.")
    @As(ENUM)
    static byte[] last(@As(ENUM) Text any, Conversion call) {
        return filled(call).getLast().value();
    }

    private static List<EnumType.Label> filled(Conversion call) {
        EnumType type = call.from().labels();
        if (type.labels().isEmpty()) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "enum " + type.sqlName() + " contains no values");
        }
        return type.labels();
    }

    @SqlFunction(name = "enum_range", strict = false, volatility = Volatility.STABLE,
            description = "All values of the argument's enum type in an ordered array.")
    @ArrayOf(ENUM)
    static byte[] range(@As(ENUM) Text any, Conversion call) {
        return range(null, null, call);
    }

    @SqlFunction(name = "enum_range", strict = false, volatility = Volatility.STABLE,
            description = "The values between the arguments, in an ordered array; NULL for no bound.")
    @ArrayOf(ENUM)
    static byte[] range(@As(ENUM) Text from, @As(ENUM) Text to, Conversion call) {
        EnumType type = call.from().labels();
        int first = from == null ? 0 : position(type, from);
        int last = to == null ? type.labels().size() - 1 : position(type, to);
        ColumnBuilder values = new ColumnBuilder(Layout.BYTES);
        type.values(first, last).forEach(values::appendBytes);
        return ArrayForm.encode(values.build());
    }

    private static int position(EnumType type, Text value) {
        int start = EnumType.labelStart(value.data(), value.start(), value.end());
        return type.indexOf(new String(value.data(), start, value.end() - start, UTF_8));
    }
}
