package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** Numbers that are given out once. A sequence is named by its text, or by its number, which {@code regclass} makes. */
final class SequenceFunctions {

    private SequenceFunctions() {}

    private static long number(String sequence) {
        return CatalogDoor.current().need("pg_class", sequence);
    }

    @SqlFunction(name = "nextval", volatility = Volatility.VOLATILE, description = "The next value of a sequence.")
    static long next(String sequence) {
        return next(number(sequence));
    }

    @SqlFunction(name = "nextval", volatility = Volatility.VOLATILE, description = "The next value of a sequence.")
    static long next(@As(OID) long sequence) {
        return CatalogDoor.current().nextValue(sequence);
    }

    @SqlFunction(
            name = "currval",
            volatility = Volatility.VOLATILE,
            description = "The value that nextval gave this session last for a sequence.")
    static long current(String sequence) {
        return current(number(sequence));
    }

    @SqlFunction(
            name = "currval",
            volatility = Volatility.VOLATILE,
            description = "The value that nextval gave this session last for a sequence.")
    static long current(@As(OID) long sequence) {
        return CatalogDoor.current().currentValue(sequence);
    }

    @SqlFunction(
            name = "lastval",
            volatility = Volatility.VOLATILE,
            description = "The value that nextval gave this session last.")
    static long last() {
        return CatalogDoor.current().lastValue();
    }

    @SqlFunction(
            name = "setval",
            volatility = Volatility.VOLATILE,
            description = "Sets a sequence's current value; the next one is one step further.")
    static long set(String sequence, long value) {
        return set(number(sequence), value, true);
    }

    @SqlFunction(
            name = "setval",
            volatility = Volatility.VOLATILE,
            description = "Sets a sequence's current value; the next one is one step further.")
    static long set(@As(OID) long sequence, long value) {
        return set(sequence, value, true);
    }

    @SqlFunction(
            name = "setval",
            volatility = Volatility.VOLATILE,
            description = "Sets a sequence's current value, and whether it counts as given out.")
    static long set(String sequence, long value, boolean isCalled) {
        return set(number(sequence), value, isCalled);
    }

    @SqlFunction(
            name = "setval",
            volatility = Volatility.VOLATILE,
            description = "Sets a sequence's current value, and whether it counts as given out.")
    static long set(@As(OID) long sequence, long value, boolean isCalled) {
        CatalogDoor.current().setValue(sequence, value, isCalled);
        return value;
    }

    @SqlFunction(
            name = "pg_sequence_last_value",
            volatility = Volatility.VOLATILE,
            description = "The value a sequence gave out last; NULL before the first.")
    static Long lastGiven(@As(OID) long sequence) {
        return CatalogDoor.current().sequencePosition(sequence, false);
    }

    @SqlFunction(
            name = "sequence position",
            volatility = Volatility.VOLATILE,
            description = "What last_value of a sequence shows; the next value before the first.")
    static Long position(@As(OID) long sequence) {
        return CatalogDoor.current().sequencePosition(sequence, true);
    }

    @SqlFunction(
            name = "pg_get_serial_sequence",
            volatility = Volatility.STABLE,
            description = "The sequence that numbers a column; NULL when there is none.")
    static String ofColumn(String table, String column) {
        return CatalogDoor.current().serialSequence(table, column);
    }
}
