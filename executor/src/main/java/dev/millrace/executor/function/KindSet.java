package dev.millrace.executor.function;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.executor.plan.SqlType.Layout;

/** Families of kinds that functions of arrays of anything have overloads for. */
enum KindSet {
    NONE(kind -> false),
    /** Whose values are words. */
    WORDS(kind -> kind.layout() == Layout.WORD),
    /** Whose values are bytes. */
    BYTES(kind -> kind.layout() == Layout.BYTES),
    /** Of {@link #BYTES} those that have an equality. */
    SORTED_BYTES(kind -> kind.layout() == Layout.BYTES && kind != Kind.JSON && kind != Kind.JSONPATH),
    /** All that have an equality. */
    SORTED(kind -> kind != Kind.JSON && kind != Kind.JSONPATH),
    ALL(kind -> true);

    /** No kinds of their own. */
    private static final Set<Kind> OTHERS = Set.of(Kind.ARRAY, Kind.UNKNOWN);

    private final Predicate<Kind> contains;

    KindSet(Predicate<Kind> contains) {
        this.contains = contains;
    }

    Kind[] kinds() {
        return Arrays.stream(Kind.values())
                .filter(kind -> !OTHERS.contains(kind) && contains.test(kind))
                .toArray(Kind[]::new);
    }
}
