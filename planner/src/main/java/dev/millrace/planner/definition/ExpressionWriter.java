package dev.millrace.planner.definition;

import java.util.List;

import dev.millrace.planner.definition.Shown.Constant.Form;

/** Writes expressions as PostgreSQL's {@code ruleutils} does: in all parentheses, or in as few as a reader needs. */
final class ExpressionWriter {

    /** Whether the type of a constant is written behind it. */
    private enum Label { NEVER, WHERE_NEEDED, ALWAYS }

    /** Writes the query of a subquery. */
    interface Queries {
        void write(Shown.Subquery subquery);
    }

    private final Layout out;
    private final boolean isPretty;
    private final Queries queries;

    ExpressionWriter(Layout out, Queries queries) {
        this.out = out;
        this.isPretty = out.style().isPretty();
        this.queries = queries;
    }

    /** @param showsCasts whether a conversion that nobody wrote is shown */
    void write(Shown value, boolean showsCasts) {
        switch (value) {
            case Shown.Word word -> out.add(word.text());
            case Shown.Constant constant -> constant(constant, Label.WHERE_NEEDED);
            case Shown.Cast cast -> cast(cast, showsCasts);
            case Shown.Operator operator -> operator(operator);
            case Shown.Distinct distinct -> {
                open();
                protect(distinct.left(), true, distinct);
                out.add(" IS DISTINCT FROM ");
                protect(distinct.right(), true, distinct);
                close();
            }
            case Shown.Quantified quantified -> quantified(quantified);
            case Shown.Logic logic -> logic(logic);
            case Shown.Test test -> {
                open();
                protect(test.value(), test.showsCasts(), test);
                out.add(" " + test.words());
                close();
            }
            case Shown.Collated collated -> {
                open();
                protect(collated.value(), true, collated);
                out.add(" COLLATE " + collated.collation());
                close();
            }
            case Shown.Call call -> call(call);
            case Shown.Named named -> {
                out.add(named.words());
                write(named.value(), true);
            }
            case Shown.Worded worded -> parts(worded.parts(), worded);
            case Shown.Choice choice -> choice(choice);
            case Shown.RowOf row -> {
                out.add("ROW(");
                list(row.fields());
                out.add(")");
            }
            case Shown.ArrayOf array -> {
                out.add("ARRAY[");
                list(array.elements());
                out.add(array.type() == null ? "]" : "]::" + array.type());
            }
            case Shown.Element element -> element(element);
            case Shown.Subquery subquery -> subquery(subquery);
        }
    }

    private void open() {
        out.add(isPretty ? "" : "(");
    }

    private void close() {
        out.add(isPretty ? "" : ")");
    }

    private void protect(Shown value, boolean showsCasts, Shown around) {
        boolean isNeeded = isPretty && !Simplicity.isSimple(value, around);
        out.add(isNeeded ? "(" : "");
        write(value, showsCasts);
        out.add(isNeeded ? ")" : "");
    }

    private void list(List<Shown> values) {
        for (int i = 0; i < values.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            write(values.get(i), true);
        }
    }

    void parts(List<Object> parts, Shown around) {
        for (Object part : parts) {
            if (part instanceof CallReader.Protected inner) {
                protect(inner.value(), false, around);
            } else if (part instanceof Shown value) {
                write(value, false);
            } else {
                out.add((String) part);
            }
        }
    }

    // ---- constants and casts ----------------------------------------------------------------------------------------

    private void constant(Shown.Constant constant, Label label) {
        String text = constant.text();
        if (text == null) {
            out.add("NULL").add(label == Label.NEVER ? "" : "::" + constant.type());
            return;
        }
        boolean isBare = switch (constant.form()) {
            case INTEGER -> !text.startsWith("-");
            case NUMERIC -> Character.isDigit(text.charAt(0))
                    && (text.contains(".") || text.contains("e") || text.contains("E"));
            case BOOLEAN -> true;
            case QUOTED -> false;
        };
        if (constant.form() == Form.BOOLEAN) {
            out.add(text.startsWith("t") ? "true" : "false");
        } else {
            out.add(isBare ? text : quoted(text));
        }
        boolean isLabelled = label == Label.ALWAYS || label == Label.WHERE_NEEDED && !isBare;
        out.add(isLabelled ? "::" + constant.type() : "");
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void cast(Shown.Cast cast, boolean showsCasts) {
        if (cast.isImplicit() && !showsCasts) {
            protect(cast.value(), false, cast);
            return;
        }
        if (cast.isOfValue() && cast.value() instanceof Shown.Constant constant) {
            constant(constant, Label.NEVER);
        } else {
            open();
            protect(cast.value(), false, cast);
            close();
        }
        out.add("::" + cast.type());
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    private void operator(Shown.Operator operator) {
        open();
        if (operator.operands().size() == 1) {
            out.add(operator.symbol() + " ");
            protect(operator.operands().getFirst(), true, operator);
        } else {
            protect(operator.operands().get(0), true, operator);
            out.add(" " + operator.symbol() + " ");
            protect(operator.operands().get(1), true, operator);
        }
        close();
    }

    private void quantified(Shown.Quantified quantified) {
        open();
        protect(quantified.value(), true, quantified);
        out.add(" " + quantified.symbol() + (quantified.isAll() ? " ALL (" : " ANY ("));
        protect(quantified.array(), true, quantified);
        out.add(")");
        close();
    }

    private void logic(Shown.Logic logic) {
        open();
        if (logic.kind() == Shown.Logic.Kind.NOT) {
            out.add("NOT ");
            protect(logic.operands().getFirst(), false, logic);
        } else {
            for (int i = 0; i < logic.operands().size(); i++) {
                out.add(i == 0 ? "" : " " + logic.kind() + " ");
                protect(logic.operands().get(i), false, logic);
            }
        }
        close();
    }

    private void choice(Shown.Choice choice) {
        String between = out.style().isIndented() ? "" : " ";
        out.line("CASE", 0, Layout.ITEM, 0);
        if (choice.value() != null) {
            out.add(" ");
            write(choice.value(), true);
        }
        for (int i = 0; i < choice.conditions().size(); i++) {
            out.add(between).line("WHEN ", 0, 0, 0);
            write(choice.conditions().get(i), false);
            out.add(" THEN ");
            write(choice.results().get(i), true);
        }
        out.add(between).line("ELSE ", 0, 0, 0);
        write(choice.otherwise(), true);
        out.add(between).line("END", -Layout.ITEM, 0, 0);
    }

    private void element(Shown.Element element) {
        boolean isBare = element.value() instanceof Shown.Word;
        out.add(isBare ? "" : "(");
        write(element.value(), true);
        out.add(isBare ? "" : ")");
        for (List<Shown> bounds : element.subscripts()) {
            out.add("[");
            for (int i = 0; i < bounds.size(); i++) {
                out.add(i == 0 ? "" : ":");
                if (bounds.get(i) != null) {
                    write(bounds.get(i), false);
                }
            }
            out.add("]");
        }
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    private void call(Shown.Call call) {
        out.add(call.name() + "(" + call.quantifier());
        list(call.arguments());
        if (!call.order().isEmpty()) {
            out.add(" ORDER BY ");
            sort(call.order());
        }
        out.add(")");
        if (!call.within().isEmpty()) {
            out.add(" WITHIN GROUP (ORDER BY ");
            sort(call.within());
            out.add(")");
        }
        if (call.filter() != null) {
            out.add(" FILTER (WHERE ");
            write(call.filter(), false);
            out.add(")");
        }
        if (call.over() != null) {
            out.add(" OVER ");
            over(call.over());
        }
    }

    void over(Shown.Over over) {
        if (over.name() != null) {
            out.add(over.name());
            return;
        }
        out.add("(");
        String gap = "";
        if (over.base() != null) {
            out.add(over.base());
            gap = " ";
        }
        if (!over.partition().isEmpty()) {
            out.add(gap + "PARTITION BY ");
            for (int i = 0; i < over.partition().size(); i++) {
                out.add(i == 0 ? "" : ", ");
                key(over.partition().get(i));
            }
            gap = " ";
        }
        if (!over.order().isEmpty()) {
            out.add(gap + "ORDER BY ");
            sort(over.order());
            gap = " ";
        }
        if (!over.frame().isEmpty()) {
            out.add(gap);
            parts(over.frame(), null);
        }
        out.add(")");
    }

    void sort(List<Shown.SortItem> items) {
        for (int i = 0; i < items.size(); i++) {
            Shown.SortItem item = items.get(i);
            out.add(i == 0 ? "" : ", ");
            key(item.key());
            out.add(item.descending() ? " DESC" : "");
            boolean isSaid = item.descending() != item.nullsFirst();
            out.add(!isSaid ? "" : item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
    }

    /** What is grouped or sorted by: never to be read as a position, a name, or a set of its own. */
    void key(Shown key) {
        if (key instanceof Shown.Constant constant) {
            constant(constant, Label.ALWAYS);
            return;
        }
        boolean isCall = key instanceof Shown.Call call && !Character.isUpperCase(call.name().charAt(0))
                || key instanceof Shown.Worded || key instanceof Shown.Cast cast && cast.isFunction();
        boolean isProtected = isCall || isPretty && !CallReader.isColumn(key);
        out.add(isProtected ? "(" : "");
        write(key, true);
        out.add(isProtected ? ")" : "");
    }

    private void subquery(Shown.Subquery subquery) {
        out.add(subquery.opening());
        if (subquery.tested().size() > 1) {
            out.add("(");
            list(subquery.tested());
            out.add(")");
        } else if (!subquery.tested().isEmpty()) {
            write(subquery.tested().getFirst(), true);
        }
        boolean isWrapped = !subquery.words().isEmpty();
        out.add(subquery.words()).add(isWrapped ? "(" : "");
        queries.write(subquery);
        out.add(isWrapped ? "))" : ")");
    }
}
