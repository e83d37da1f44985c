package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions of a kind over the columns of a scope, out of templates, with subqueries among them. */
final class ExpressionWriter {
    /** {@code {int}}, or {@code {s:int}} for the same expression wherever it stands in the template. */
    private static final Pattern PLACE = Pattern.compile("\\{(s:)?(" + Kind.names() + ")}");
    private static final int NULLS_PERCENT = 8;
    private static final int SUBQUERIES_PERCENT = 6;

    private final Dice dice;
    private final QueryWriter queries;

    ExpressionWriter(Dice dice, QueryWriter queries) {
        this.dice = dice;
        this.queries = queries;
    }

    Sketch expression(Kind kind, Scope scope, int depth) {
        if (depth <= 0 || dice.percent(30)) {
            return leaf(kind, scope);
        }
        if (queries.mayNest() && dice.percent(SUBQUERIES_PERCENT)) {
            return simplified(queries.subqueries().value(kind, scope), kind, scope);
        }
        return filled(dice.of(Templates.scalars(kind)), kind, scope, depth);
    }

    /** A column where there is one, or else a constant. */
    Sketch leaf(Kind kind, Scope scope) {
        List<Scope.Column> own = scope.of(kind);
        List<Scope.Column> outer = scope.correlated(kind);
        if (!outer.isEmpty() && dice.percent(own.isEmpty() ? 60 : 25)) {
            return choice(dice.of(outer).name(), kind);
        }
        if (!own.isEmpty() && dice.percent(80)) {
            return choice(dice.of(own).name(), kind);
        }
        return constant(kind);
    }

    Sketch constant(Kind kind) {
        return dice.percent(NULLS_PERCENT)
                ? choice(kind.nullValue(), kind)
                : Sketch.words(kind.value(dice));
    }

    private Sketch choice(String text, Kind kind) {
        return new Sketch.Choice(Sketch.words(text), List.of(Sketch.words(kind.value(dice))));
    }

    /** An aggregate over the rows of the scope; its arguments stay shallow. */
    Sketch aggregate(Kind kind, Scope scope) {
        Scope alone = scope.alone();
        String template = dice.of(Templates.aggregates(kind));
        Sketch call = filled(template, kind, alone, 2);
        if (dice.percent(15) && !template.contains(")[") && !template.contains("> 1")) {
            call = Sketch.row(call,
                    Sketch.optional(" FILTER (WHERE ", expression(Kind.BOOL, alone, 2), ")"));
        }
        return new Sketch.Choice(call, List.of(Sketch.words("max(" + kind.value(dice) + ")")));
    }

    Sketch condition(Scope scope, int depth) {
        return queries.mayNest() && dice.percent(15)
                ? simplified(queries.subqueries().condition(scope), Kind.BOOL, scope)
                : expression(Kind.BOOL, scope, depth);
    }

    private Sketch simplified(Sketch chosen, Kind kind, Scope scope) {
        return new Sketch.Choice(chosen, List.of(constant(kind), leaf(kind, scope)));
    }

    /** The template with expressions in its places; what is in a place of the same kind could replace all of it. */
    Sketch filled(String template, Kind kind, Scope scope, int depth) {
        List<Object> parts = new ArrayList<>();
        List<Sketch> others = new ArrayList<>();
        Map<Kind, Sketch> repeated = new HashMap<>();
        Matcher place = PLACE.matcher(template);
        int from = 0;
        while (place.find()) {
            parts.add(template.substring(from, place.start()));
            Kind wanted = Kind.ofPlaceholder(place.group(2));
            Sketch argument = place.group(1) == null
                    ? expression(wanted, scope, depth - 1)
                    : repeated.computeIfAbsent(wanted, w -> leaf(w, scope));
            parts.add(argument);
            if (wanted == kind) {
                others.add(argument);
            }
            from = place.end();
        }
        parts.add(template.substring(from));
        others.add(Sketch.words(kind.value(dice)));
        return new Sketch.Choice(Sketch.row(parts.toArray()), List.copyOf(others));
    }
}
