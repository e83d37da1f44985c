package dev.millrace.sqltests.differential;

import java.util.List;

/** Queries in expressions: scalar, EXISTS, IN, ANY and ALL, often about a column of the query around. */
final class SubqueryWriter {
    private static final List<Kind> COMPARED = List.of(Kind.INT, Kind.TEXT, Kind.NUMERIC, Kind.DATE, Kind.BIGINT);

    private final Dice dice;
    private final QueryWriter queries;

    SubqueryWriter(Dice dice, QueryWriter queries) {
        this.dice = dice;
        this.queries = queries;
    }

    /** At most one row: an aggregate, or the first by all columns. */
    Sketch value(Kind kind, Scope scope) {
        return dice.percent(70)
                ? Sketch.row("(", queries.single(kind, scope), ")")
                : Sketch.row("(", queries.rows(List.of(kind), scope), " ORDER BY 1 LIMIT 1)");
    }

    Sketch condition(Scope scope) {
        Kind kind = dice.of(COMPARED);
        return switch (dice.below(7)) {
            case 0, 1 -> Sketch.row(dice.of("EXISTS (", "NOT EXISTS ("), queries.rows(List.of(kind), scope), ")");
            case 2, 3 -> Sketch.row(operand(kind, scope), dice.of(" IN (", " NOT IN ("),
                    queries.rows(List.of(kind), scope), ")");
            case 4 -> Sketch.row(operand(kind, scope), dice.of(" = ", " < ", " <> ", " >= "), dice.of("ANY (", "ALL ("),
                    queries.rows(List.of(kind), scope), ")");
            case 5 -> Sketch.row("(", operand(kind, scope), ", ", operand(Kind.INT, scope), ")",
                    dice.of(" IN (", " NOT IN ("), queries.rows(List.of(kind, Kind.INT), scope), ")");
            default -> Sketch.row(operand(kind, scope), dice.of(" = ", " > ", " <> "), value(kind, scope));
        };
    }

    private Sketch operand(Kind kind, Scope scope) {
        return queries.expressions().expression(kind, scope, 1);
    }
}
