package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Whole queries with columns of given kinds: selects, set operations, WITH, and a first few rows by a whole order. */
final class QueryWriter {
    private static final int DEPTH_MAX = 3;

    private final Dice dice;
    private final List<Relation> relations;
    private final ExpressionWriter expressions;
    private final SubqueryWriter subqueries;
    private final SelectWriter selects;
    private int depth;
    private int names;

    QueryWriter(Dice dice, List<Relation> tables) {
        this.dice = dice;
        this.relations = new ArrayList<>(tables);
        this.expressions = new ExpressionWriter(dice, this);
        this.subqueries = new SubqueryWriter(dice, this);
        this.selects = new SelectWriter(dice, this);
    }

    ExpressionWriter expressions() {
        return expressions;
    }

    SubqueryWriter subqueries() {
        return subqueries;
    }

    List<Relation> relations() {
        return Collections.unmodifiableList(relations);
    }

    /** Whether a query may stand in what is being written. */
    boolean mayNest() {
        return depth < DEPTH_MAX;
    }

    /** A name that nothing else in this query has. */
    String name(String stem) {
        names++;
        return stem + names;
    }

    List<Kind> kinds(int count) {
        return IntStream.range(0, count).mapToObj(i -> Kind.any(dice)).toList();
    }

    /** A question: it stands alone, and may say in which order its rows come. */
    Sketch question() {
        List<Kind> kinds = kinds(dice.between(1, 4));
        Sketch query = query(kinds, Scope.none());
        return dice.percent(30) ? Sketch.row(query, order(kinds.size())) : query;
    }

    private Sketch order(int columns) {
        List<String> parts = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            parts.add(column + dice.of("", "", " DESC", " NULLS FIRST", " DESC NULLS LAST", " ASC"));
        }
        Collections.rotate(parts, dice.below(columns));
        String limit = dice.of("", " LIMIT 3", " LIMIT 5 OFFSET 1", " OFFSET 2", " FETCH FIRST 2 ROWS WITH TIES",
                " LIMIT 10", " FETCH FIRST ROW ONLY", " OFFSET 1 ROWS FETCH NEXT 3 ROWS ONLY");
        Sketch list = Sketch.words(" ORDER BY " + String.join(", ", parts));
        return limit.isEmpty()
                ? new Sketch.Choice(list, List.of(Sketch.EMPTY))
                : new Sketch.Choice(Sketch.row(list, Sketch.optional(limit)), List.of(Sketch.EMPTY));
    }

    Sketch query(List<Kind> kinds, Scope around) {
        depth++;
        int known = relations.size();
        try {
            if (dice.percent(12)) {
                return with(kinds, around);
            }
            if (dice.percent(15)) {
                return setOperation(kinds, around);
            }
            return selects.select(kinds, around);
        } finally {
            depth--;
            while (relations.size() > known) {
                relations.removeLast();
            }
        }
    }

    /** A query that ORDER BY or a set operation can follow. */
    Sketch rows(List<Kind> kinds, Scope around) {
        depth++;
        try {
            return selects.plain(kinds, around);
        } finally {
            depth--;
        }
    }

    /** A query of one row and column. */
    Sketch single(Kind kind, Scope around) {
        depth++;
        try {
            return selects.single(kind, around);
        } finally {
            depth--;
        }
    }

    private Sketch setOperation(List<Kind> kinds, Scope around) {
        Sketch left = bracketed(kinds, around);
        Sketch right = bracketed(kinds, around);
        String word = dice.of(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " INTERSECT ALL ", " EXCEPT ALL ",
                " UNION ALL ");
        Sketch pair = Sketch.row(left, word, right);
        if (dice.percent(20)) {
            pair = Sketch.row(pair, Sketch.optional(dice.of(" UNION ALL ", " EXCEPT ", " INTERSECT "),
                    bracketed(kinds, around)));
        }
        return new Sketch.Choice(pair, List.of(left, right));
    }

    private Sketch bracketed(List<Kind> kinds, Scope around) {
        return mayNest() && dice.percent(20)
                ? Sketch.row("(", query(kinds, around), ")")
                : Sketch.row("(", selects.plain(kinds, around), ")");
    }

    private Sketch with(List<Kind> kinds, Scope around) {
        if (dice.percent(30)) {
            return recursive(kinds, around);
        }
        String name = queryName();
        List<Kind> inner = kinds(dice.between(1, 3));
        Sketch query = query(inner, Scope.none());
        List<Scope.Column> columns = inner.stream().map(kind -> new Scope.Column(name("w"), kind)).toList();
        String list = String.join(", ", columns.stream().map(Scope.Column::name).toList());
        relations.add(new Relation(name, columns));
        relations.add(new Relation(name, columns));
        Sketch body = selects.select(kinds, around);
        return new Sketch.Choice(
                Sketch.row("WITH ", name, "(", list, ") AS ", dice.of("", "", "MATERIALIZED ", "NOT MATERIALIZED "),
                        "(",
                        query, ") ", body),
                List.of(body));
    }

    /** What can be reached from some rows by equal numbers, or a few steps of counting. */
    private Sketch recursive(List<Kind> kinds, Scope around) {
        String name = queryName();
        String first = name("w");
        String second = name("w");
        Relation table = relations.get(dice.below(relations.size()));
        List<Scope.Column> numbers = Scope.of(table.as("x")).of(Kind.INT);
        String from = numbers.isEmpty() ? "1" : dice.of(numbers).name();
        String to = numbers.isEmpty() ? "2" : dice.of(numbers).name();
        String union = dice.of(" UNION ", " UNION ALL ");
        String text = "WITH RECURSIVE " + name + "(" + first + ", " + second + ") AS (SELECT " + from + ", 0 FROM "
                + table.name() + " AS x" + union + (dice.percent(50)
                        ? "SELECT " + first + " * 2, " + second + " + 1 FROM " + name + " WHERE " + second + " < 3"
                        : "SELECT " + to + ", " + second + " + 1 FROM " + name + " JOIN " + table.name() + " AS x ON "
                                + from + " = " + first + " WHERE " + second + " < 2") + ") ";
        relations.add(new Relation(name,
                List.of(new Scope.Column(first, Kind.INT), new Scope.Column(second, Kind.INT))));
        relations.add(relations.getLast());
        Sketch body = selects.select(kinds, around);
        return new Sketch.Choice(Sketch.row(text, body), List.of(body));
    }

    private String queryName() {
        return name("q");
    }
}
