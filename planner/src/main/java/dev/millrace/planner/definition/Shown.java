package dev.millrace.planner.definition;

import java.util.List;

import org.apache.calcite.sql.SqlNode;

/** An expression as PostgreSQL's parser would have it: what is short for something else is that already. */
sealed interface Shown {

    /** A name or a word: nothing can be mistaken in it. */
    record Word(String text, boolean isColumn) implements Shown {}

    /**
     * @param text null for NULL
     * @param type as it is written behind
     * @param form how the value itself is written
     */
    record Constant(String text, String type, Form form) implements Shown {
        enum Form { QUOTED, INTEGER, NUMERIC, BOOLEAN }
    }

    /**
     * @param isImplicit nobody wrote it
     * @param isOfValue a literal of that very type, which is cut to a length
     * @param isFunction a conversion by a function, as PostgreSQL has it
     */
    record Cast(Shown value, String type, boolean isImplicit, boolean isOfValue, boolean isFunction)
            implements Shown {}

    record Operator(String symbol, List<Shown> operands) implements Shown {}

    record Distinct(Shown left, Shown right) implements Shown {}

    /** {@code value = ANY (array)}, {@code value <> ALL (array)}. */
    record Quantified(Shown value, String symbol, boolean isAll, Shown array) implements Shown {}

    record Logic(Kind kind, List<Shown> operands) implements Shown {
        enum Kind { AND, OR, NOT }
    }

    /** {@code value IS NULL}. */
    record Test(Shown value, String words, boolean showsCasts) implements Shown {}

    record Collated(Shown value, String collation) implements Shown {}

    /**
     * @param quantifier {@code DISTINCT } or empty
     * @param order inside the parentheses; {@code within}: behind them; both may be empty
     * @param filter null without; {@code over}: null without
     */
    record Call(
            String name, String quantifier, List<Shown> arguments, List<SortItem> order, List<SortItem> within,
            Shown filter, Over over) implements Shown {
        static Call of(String name, List<Shown> arguments) {
            return new Call(name, "", arguments, List.of(), List.of(), null, null);
        }
    }

    /** A named argument, or one behind VARIADIC. */
    record Named(String words, Shown value) implements Shown {}

    /** A call with words between its arguments; {@code parts} are texts and expressions. */
    record Worded(List<Object> parts, boolean protectsArguments) implements Shown {}

    record Choice(Shown value, List<Shown> conditions, List<Shown> results, Shown otherwise) implements Shown {}

    record RowOf(List<Shown> fields) implements Shown {}

    /** @param type behind an empty one, else null */
    record ArrayOf(List<Shown> elements, String type) implements Shown {}

    /** @param subscripts two of a slice, where a bound may be null */
    record Element(Shown value, List<List<Shown>> subscripts) implements Shown {}

    /**
     * @param tested what stands before it, or empty; {@code words} what stands between
     * @param opening {@code (} or {@code ARRAY(}
     */
    record Subquery(String opening, List<Shown> tested, String words, SqlNode query) implements Shown {}

    /** What rows are sorted by. */
    record SortItem(Shown key, boolean descending, boolean nullsFirst) {}

    /** {@code OVER name}, or what is in its parentheses. */
    record Over(
            String name, String base, List<Shown> partition, List<SortItem> order, List<Object> frame) {}
}
