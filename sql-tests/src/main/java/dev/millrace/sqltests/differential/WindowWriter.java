package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls of window functions, each with a window in which one answer only is right. */
final class WindowWriter {
    private static final List<Kind> ORDERED = List.of(Kind.INT, Kind.NUMERIC, Kind.TEXT, Kind.DATE, Kind.TIMESTAMP,
            Kind.FLOAT, Kind.BIGINT);
    /** Whose RANGE frames can have offsets. */
    private static final Set<Kind> MEASURED =
            Set.of(Kind.INT, Kind.NUMERIC, Kind.DATE, Kind.TIMESTAMP, Kind.FLOAT, Kind.BIGINT);

    private final Dice dice;
    private final QueryWriter queries;

    WindowWriter(Dice dice, QueryWriter queries) {
        this.dice = dice;
        this.queries = queries;
    }

    Sketch call(Kind kind, Scope scope) {
        boolean hasFrame = dice.percent(50);
        boolean hasRange = hasFrame && dice.percent(35) && scope.columns().stream()
                .anyMatch(column -> MEASURED.contains(column.kind()));
        Sketch plain = Sketch.words(kind.value(dice));
        // Rows that are alike, or peers of a RANGE, have no first one; nor does anybody say which has which number.
        boolean isTied = hasRange || !scope.isUnique();
        if (isTied && Templates.aggregates(kind).stream().noneMatch(WindowWriter::isPlain)) {
            return plain;
        }
        Sketch function = function(kind, scope, hasFrame, isTied);
        Sketch window = isTied && !hasRange ? window(scope, false, false) : window(scope, hasFrame, hasRange);
        return new Sketch.Choice(Sketch.row(function, " OVER (", window, ")"), List.of(plain));
    }

    private Sketch function(Kind kind, Scope scope, boolean hasFrame, boolean isTied) {
        ExpressionWriter expressions = queries.expressions();
        int choice = isTied ? 9 : dice.below(10);
        if (choice < 3 && !hasFrame) {
            // Without a frame of values the window is ordered by all columns, and so is a list.
            String list = switch (kind) {
                case JSONB -> dice.of("jsonb_agg({int})", "jsonb_agg({date})",
                        "jsonb_object_agg(coalesce({text}, ''), 1)");
                case INTS -> "array_agg({int})";
                case TEXTS -> "array_agg({text})";
                case TEXT -> "string_agg({text}, ',')";
                default -> "";
            };
            if (!list.isEmpty()) {
                return expressions.filled(list, kind, scope, 1);
            }
        }
        if (choice < 3 && kind == Kind.BIGINT) {
            return Sketch.words(dice.of("row_number()", "rank()", "dense_rank()"));
        }
        if (choice < 3 && kind == Kind.FLOAT) {
            return Sketch.words(dice.of("percent_rank()", "cume_dist()"));
        }
        if (choice < 3 && kind == Kind.INT) {
            return Sketch.words("ntile(" + dice.between(1, 4) + ")");
        }
        if (choice < 7 || Templates.aggregates(kind).stream().noneMatch(WindowWriter::isPlain)) {
            String own = kind.placeholder();
            String template = dice.of("lag(" + own + ")", "lead(" + own + ")", "lag(" + own + ", 2)",
                    "lead(" + own + ", 1, " + own + ")", "first_value(" + own + ")", "last_value(" + own + ")",
                    "nth_value(" + own + ", 2)", "lag(" + own + ", {int} % 3)");
            return expressions.filled(template, kind, scope, 2);
        }
        String template = dice.of(Templates.aggregates(kind).stream().filter(WindowWriter::isPlain).toList());
        Sketch call = expressions.filled(template, kind, scope, 2);
        return dice.percent(15)
                ? Sketch.row(call, Sketch.optional(" FILTER (WHERE ",
                        expressions.expression(Kind.BOOL, scope, 1), ")"))
                : call;
    }

    /** What can stand before OVER in PostgreSQL: no DISTINCT, no ORDER BY, no WITHIN GROUP. */
    private static boolean isPlain(String template) {
        return !template.contains("DISTINCT") && !template.contains("ORDER BY") && !template.contains(">")
                && !template.contains("object_agg");
    }

    private Sketch window(Scope scope, boolean hasFrame, boolean hasRange) {
        List<Sketch> partition = new ArrayList<>();
        for (int i = dice.below(3); i > 0 && !scope.columns().isEmpty(); i--) {
            partition.add(Sketch.words(dice.of(scope.columns()).name()));
        }
        Sketch by = partition.isEmpty()
                ? Sketch.EMPTY
                : Sketch.optional("PARTITION BY ", Sketch.items(", ", 1, partition));
        if (hasRange) {
            Kind kind = dice.of(
                    scope.columns().stream().map(Scope.Column::kind).filter(MEASURED::contains).toList());
            return Sketch.row(by, " ORDER BY ", dice.of(scope.of(kind)).name(), direction(), " RANGE ",
                    range(kind), exclusion());
        }
        List<String> order = new ArrayList<>();
        if (dice.percent(70)) {
            Kind kind = dice.of(ORDERED);
            order.add(queries.expressions().expression(kind, scope.alone(), 1).text() + direction());
        }
        scope.columns().forEach(column -> order.add(column.name()));
        Sketch ordered = order.isEmpty()
                ? Sketch.EMPTY
                : Sketch.row(" ORDER BY ", Sketch.words(String.join(", ", order)));
        return hasFrame && !order.isEmpty()
                ? Sketch.row(by, ordered, dice.of(" ROWS ", " GROUPS ", " ROWS "), rows(), exclusion())
                : Sketch.row(by, ordered);
    }

    private String direction() {
        return dice.of("", "", " DESC", " NULLS FIRST", " DESC NULLS LAST");
    }

    private Sketch exclusion() {
        return dice.percent(30)
                ? Sketch.optional(dice.of(" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES",
                        " EXCLUDE NO OTHERS"))
                : Sketch.EMPTY;
    }

    private String rows() {
        return dice.of("BETWEEN 1 PRECEDING AND CURRENT ROW", "BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                "UNBOUNDED PRECEDING", "BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", "2 PRECEDING",
                "BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING", "BETWEEN 2 FOLLOWING AND 3 FOLLOWING",
                "BETWEEN 3 PRECEDING AND 1 PRECEDING", "BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING", "CURRENT ROW",
                "BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING");
    }

    private String range(Kind kind) {
        String near = switch (kind) {
            case DATE, TIMESTAMP -> "INTERVAL '1 day'";
            case NUMERIC, FLOAT -> "1.5";
            default -> "1";
        };
        String far = switch (kind) {
            case DATE, TIMESTAMP -> "INTERVAL '2 months'";
            default -> "10";
        };
        return dice.of("BETWEEN " + near + " PRECEDING AND " + near + " FOLLOWING",
                "BETWEEN " + far + " PRECEDING AND CURRENT ROW", "BETWEEN CURRENT ROW AND " + far + " FOLLOWING",
                "BETWEEN " + near + " FOLLOWING AND " + far + " FOLLOWING",
                "BETWEEN " + far + " PRECEDING AND " + near + " PRECEDING", "UNBOUNDED PRECEDING",
                "BETWEEN UNBOUNDED PRECEDING AND " + near + " FOLLOWING", "CURRENT ROW");
    }
}
