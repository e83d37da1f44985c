package dev.millrace.sql.parser;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What is just within the limits parses on a thread with the stack that {@link NestingLimit} promises to suffice. */
final class NestingLimitTest {
    private static final long STACK_BYTES = 4L << 20;

    private static final Map<String, IntFunction<String>> NESTED = Map.of(
            "parentheses", n -> "select " + "(".repeat(n) + "1" + ")".repeat(n),
            "calls", n -> "select " + "f(".repeat(n) + "1" + ")".repeat(n),
            "subqueries", n -> "select * from " + "(select * from ".repeat(n) + "t" + ") x".repeat(n),
            "scalar subqueries", n -> "select " + "(select ".repeat(n) + "1" + ")".repeat(n),
            "case", n -> "select " + "case when a then ".repeat(n) + "1" + " end".repeat(n),
            "not", n -> "select " + "not ".repeat(n) + "a",
            "signs", n -> "select " + "- ".repeat(n) + "a",
            "arrays", n -> "select " + "array[".repeat(n) + "1" + "]".repeat(n));

    private static final Map<String, IntFunction<String>> CHAINED = Map.of(
            "sums", n -> "select a" + " + a".repeat(n),
            "or", n -> "select a" + " or a".repeat(n),
            "like", n -> "select a" + " or a like 'x'".repeat(n),
            "between", n -> "select a" + " or a between 1 and 2".repeat(n / 2),
            "union", n -> "select 1" + " union all select 1".repeat(n),
            "joins", n -> "select * from a" + " join b on true".repeat(n),
            "commas in from", n -> "select * from a" + ", b".repeat(n),
            "casts", n -> "select a" + "::int".repeat(n),
            "subscripts", n -> "select a" + "[1]".repeat(n));

    @TestFactory
    Stream<DynamicTest> nested() {
        return NESTED.entrySet().stream().map(form -> DynamicTest.dynamicTest(form.getKey(), () ->
                checkAround(form.getValue(), NestingLimit.NESTING_MAX)));
    }

    @TestFactory
    Stream<DynamicTest> chained() {
        return CHAINED.entrySet().stream().map(form -> DynamicTest.dynamicTest(form.getKey(), () ->
                checkAround(form.getValue(), NestingLimit.CHAIN_MAX)));
    }

    private static void checkAround(IntFunction<String> form, int limit) throws InterruptedException {
        String deepest = form.apply(limit - 1);
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(null, () -> assertNotNull(MillraceParser.parse(deepest)), "parser", STACK_BYTES);
        thread.setUncaughtExceptionHandler((failed, e) -> thrown[0] = e);
        thread.start();
        thread.join();
        assertEquals(null, thrown[0]);
        String tooDeep = form.apply(2 * limit + 4);
        SqlParseFailure failure = assertThrows(SqlParseFailure.class, () -> MillraceParser.parse(tooDeep));
        assertEquals("54001", failure.sqlState());
        assertEquals("stack depth limit exceeded", failure.getMessage());
    }

    @Test
    void aLongListIsNotDeep() {
        assertNotNull(MillraceParser.parse("select a in (1" + ", 1".repeat(20_000) + ")"));
        assertNotNull(MillraceParser.parse("values (-1, 2 + 3)" + ", (-1, 2 + 3)".repeat(10_000)));
    }
}
