package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;

/** FROM clauses: tables, derived tables, functions that return rows, and joins of all kinds between them. */
final class FromWriter {
    private static final List<Kind> JOINED = List.of(Kind.INT, Kind.INT, Kind.TEXT, Kind.NUMERIC, Kind.DATE);

    private final Dice dice;
    private final QueryWriter queries;

    FromWriter(Dice dice, QueryWriter queries) {
        this.dice = dice;
        this.queries = queries;
    }

    /** What FROM says, and the columns that it gives. */
    record From(Sketch text, List<Scope.Column> columns) {}

    From from(Scope around) {
        From result = item(around, List.of());
        int more = dice.percent(55) ? 0 : dice.percent(75) ? 1 : 2;
        for (int i = 0; i < more; i++) {
            result = joined(result, around);
        }
        return result;
    }

    private From item(Scope around, List<Scope.Column> before) {
        String alias = queries.name("a");
        if (queries.mayNest() && dice.percent(18)) {
            boolean isLateral = !before.isEmpty() && dice.percent(60);
            Scope seen = isLateral ? around.inner(before) : around;
            List<Kind> kinds = queries.kinds(dice.between(1, 3));
            Sketch query = dice.percent(20) && isLateral
                    ? Sketch.row(queries.rows(kinds, seen), order(kinds.size()), " LIMIT 2")
                    : queries.query(kinds, seen);
            List<String> names = new ArrayList<>();
            List<Scope.Column> columns = new ArrayList<>();
            for (Kind kind : kinds) {
                String name = queries.name("d");
                names.add(name);
                columns.add(new Scope.Column(alias + "." + name, kind));
            }
            return new From(Sketch.row(isLateral ? "LATERAL (" : "(", query, ") AS ", alias, "(",
                    String.join(", ", names), ")"), columns);
        }
        if (dice.percent(6)) {
            String name = queries.name("g");
            List<Scope.Column> column = List.of(new Scope.Column(alias + "." + name, Kind.INT));
            String call = dice.of("generate_series(1, 4)", "unnest(ARRAY[1, 2, NULL, 2])", "generate_series(5, 1, -2)");
            return new From(Sketch.words(call + " AS " + alias + "(" + name + ")"), column);
        }
        if (dice.percent(5)) {
            String name = queries.name("v");
            String other = queries.name("v");
            return new From(Sketch.words("(VALUES (1, 'a'), (2, NULL), (NULL, 'abc'), (2, 'b')) AS " + alias + "("
                    + name + ", " + other + ")"), List.of(new Scope.Column(alias + "." + name, Kind.INT),
                    new Scope.Column(alias + "." + other, Kind.TEXT)));
        }
        Relation relation = dice.of(queries.relations());
        return new From(Sketch.words(relation.name() + " AS " + alias), relation.as(alias));
    }

    private static String order(int columns) {
        StringBuilder order = new StringBuilder(" ORDER BY 1");
        for (int i = 2; i <= columns; i++) {
            order.append(", ").append(i);
        }
        return order.toString();
    }

    private From joined(From left, Scope around) {
        int kind = dice.below(20);
        if (kind < 2) {
            From right = item(around, left.columns());
            return pair(left, kind == 0 ? ", " : " CROSS JOIN ", right, Sketch.EMPTY);
        }
        if (kind < 4) {
            return expanded(left);
        }
        if (kind == 4 && left.columns().stream().anyMatch(column -> column.name().endsWith(".k"))) {
            Relation relation = dice.of(queries.relations());
            if (relation.columns().stream().anyMatch(column -> column.name().equals("k"))) {
                String alias = queries.name("a");
                From right = new From(Sketch.words(relation.name() + " AS " + alias), relation.as(alias));
                return pair(left, dice.of(" JOIN ", " LEFT JOIN ", " FULL JOIN ", " RIGHT JOIN "), right,
                        Sketch.words(dice.of(" USING (k)", " USING (id, k)", " USING (k)")));
            }
        }
        boolean isFull = kind < 7;
        boolean isRight = kind < 10 && !isFull;
        From right = item(around, isFull || isRight ? List.of() : left.columns());
        String word = isFull
                ? " FULL JOIN "
                : isRight ? " RIGHT JOIN " : dice.of(" LEFT JOIN ", " JOIN ", " LEFT JOIN ");
        return pair(left, word, right, Sketch.row(" ON ", condition(left, right, isFull, around)));
    }

    /** Rows out of an array of each row. */
    private From expanded(From left) {
        Scope scope = Scope.of(left.columns());
        String alias = queries.name("a");
        String name = queries.name("u");
        String place = queries.name("o");
        Sketch array = queries.expressions().expression(Kind.INTS, scope, 1);
        Sketch text = Sketch.row("unnest(", array, ") WITH ORDINALITY AS ", alias, "(", name, ", ", place, ")");
        From right = new From(text, List.of(new Scope.Column(alias + "." + name, Kind.INT),
                new Scope.Column(alias + "." + place, Kind.BIGINT)));
        return dice.percent(50)
                ? pair(left, ", ", right, Sketch.EMPTY)
                : pair(left, dice.of(" LEFT JOIN ", " JOIN "), right, Sketch.words(" ON true"));
    }

    /** The left side alone could replace the pair as soon as nothing names the right one. */
    private static From pair(From left, String word, From right, Sketch condition) {
        List<Scope.Column> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        Sketch whole = Sketch.row(left.text(), word, right.text(), condition);
        List<Sketch> others = right.text().text().contains("LATERAL") || right.text().text().contains("unnest(")
                ? List.of(left.text())
                : List.of(left.text(), right.text());
        return new From(new Sketch.Choice(whole, others), columns);
    }

    private Sketch condition(From left, From right, boolean isFull, Scope around) {
        Kind kind = dice.of(JOINED);
        Sketch equal = Sketch.row(side(left, kind), " = ", side(right, kind));
        if (isFull) {
            return equal;
        }
        List<Scope.Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Scope scope = Scope.of(both);
        return switch (dice.below(6)) {
            case 0 -> queries.expressions().expression(Kind.BOOL, scope, 2);
            case 1 -> Sketch.row(side(left, kind), dice.of(" < ", " >= ", " <> ", " IS NOT DISTINCT FROM "),
                    side(right, kind));
            case 2, 3 -> Sketch.row(equal, Sketch.optional(" AND ",
                    queries.expressions().condition(around.inner(both), 2)));
            default -> equal;
        };
    }

    private Sketch side(From from, Kind kind) {
        return queries.expressions().expression(kind, Scope.of(from.columns()), dice.percent(80) ? 0 : 1);
    }
}
