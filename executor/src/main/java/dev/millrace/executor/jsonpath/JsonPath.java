package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.util.List;

import dev.millrace.executor.plan.SqlException;

/**
 * A path as data.
 *
 * @param isStrict structural errors are errors; otherwise arrays are wrapped and unwrapped as needed, and what is not
 *     there is not there
 */
public record JsonPath(boolean isStrict, Node root) {

    /** Any level, in {@code .**{2 to last}}. */
    static final long LAST_LEVEL = 0xFFFFFFFFL;

    /** @throws SqlException 42601 when the text is no path */
    public static JsonPath parse(String text, PathLibrary library) {
        return new JsonPathParser(text, library).parse();
    }

    /** The canonical text. */
    public String text() {
        StringBuilder out = new StringBuilder(isStrict ? "strict " : "");
        new JsonPathWriter(out).write(root, true);
        return out.toString();
    }

    /** What a path is made of. A predicate as a value is true, false or null. */
    sealed interface Node permits Start, Literal, Access, Unary, Binary, Predicate {}

    /** Where a path starts. */
    sealed interface Start extends Node permits Root, Current, Last, Variable {}

    /** {@code $}. */
    record Root() implements Start {}

    /** {@code @}. */
    record Current() implements Start {}

    /** {@code last}: the number of an array's last element. */
    record Last() implements Start {}

    /** {@code $name}. */
    record Variable(String name) implements Start {}

    /** @param value null, a Boolean, a BigDecimal or a String */
    record Literal(Object value) implements Node {}

    /** A step from what another node gives. */
    record Access(Node base, Step step) implements Node {}

    /** {@code +} or {@code -} before a node. */
    record Unary(char operator, Node operand) implements Node {}

    /** Arithmetic. */
    record Binary(String operator, Node left, Node right) implements Node {}

    /** What leads from an item to others. */
    sealed interface Step permits Key, AnyKey, AnyElement, Elements, AnyLevel, Filter, Method {}

    /** {@code .name}. */
    record Key(String name) implements Step {}

    /** {@code .*}. */
    record AnyKey() implements Step {}

    /** {@code [*]}. */
    record AnyElement() implements Step {}

    /** {@code [1, 3 to last]}. */
    record Elements(List<Range> ranges) implements Step {}

    /** @param to null for one element */
    record Range(Node from, Node to) {}

    /** {@code .**{from to to}}. */
    record AnyLevel(long from, long to) implements Step {}

    /** {@code ?(predicate)}. */
    record Filter(Predicate predicate) implements Step {}

    /** {@code .size()}; @param argument of {@code datetime}, or null */
    record Method(String name, String argument) implements Step {}

    /** What is true, false or unknown. */
    sealed interface Predicate extends Node permits Logic, Not, IsUnknown, Comparison, Exists, StartsWith, LikeRegex {}

    /** {@code &&} and {@code ||}. */
    record Logic(boolean isAnd, Predicate left, Predicate right) implements Predicate {}

    /** {@code !}. */
    record Not(Predicate operand) implements Predicate {}

    /** {@code is unknown}. */
    record IsUnknown(Predicate operand) implements Predicate {}

    /** @param operator one of {@code == != < <= > >=} */
    record Comparison(String operator, Node left, Node right) implements Predicate {}

    /** {@code exists(path)}. */
    record Exists(Node path) implements Predicate {}

    /** {@code starts with}; the prefix is a string or a variable. */
    record StartsWith(Node text, Node prefix) implements Predicate {}

    /** {@code like_regex}. */
    record LikeRegex(Node text, String pattern, String flags) implements Predicate {}

    static Literal number(BigDecimal value) {
        return new Literal(value);
    }
}
