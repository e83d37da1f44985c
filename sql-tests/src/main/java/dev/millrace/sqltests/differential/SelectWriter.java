package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One SELECT: plain, distinct, grouped, or with window functions. */
final class SelectWriter {
    private final Dice dice;
    private final QueryWriter queries;
    private final FromWriter froms;
    private final WindowWriter windows;

    SelectWriter(Dice dice, QueryWriter queries) {
        this.dice = dice;
        this.queries = queries;
        this.froms = new FromWriter(dice, queries);
        this.windows = new WindowWriter(dice, queries);
    }

    Sketch select(List<Kind> kinds, Scope around) {
        return switch (dice.below(10)) {
            case 0, 1, 2, 3 -> plain(kinds, around);
            case 4, 5, 6 -> grouped(kinds, around);
            case 7, 8 -> windowed(kinds, around);
            default -> distinctOn(kinds, around);
        };
    }

    Sketch plain(List<Kind> kinds, Scope around) {
        FromWriter.From from = froms.from(around);
        Scope scope = around.inner(from.columns());
        List<Sketch> items = new ArrayList<>();
        for (Kind kind : kinds) {
            items.add(dice.percent(4)
                    ? expanded(kind, scope)
                    : queries.expressions().expression(kind, scope, dice.between(0, 3)));
        }
        return Sketch.row("SELECT ", dice.percent(12) ? Sketch.optional("DISTINCT ") : Sketch.EMPTY,
                Sketch.items(", ", 1, items), " FROM ", from.text(), where(scope));
    }

    /** A call that gives several values for a row. */
    private Sketch expanded(Kind kind, Scope scope) {
        String template = switch (kind) {
            case INT -> dice.of("unnest({ints})", "generate_series(1, {int} % 4)", "generate_subscripts({ints}, 1)",
                    "unnest({ints}) + 1");
            case TEXT -> dice.of("unnest({texts})", "regexp_split_to_table({text}, ',')",
                    "jsonb_object_keys('{\"a\": 1}')",
                    "string_to_table({text}, 'b')", "upper(unnest({texts}))");
            case JSONB -> dice.of("jsonb_array_elements(jsonb_build_array({int}, {text}))",
                    "jsonb_path_query({jsonb}, '$.a')");
            case TIMESTAMP -> "generate_series({timestamp}, {timestamp} + INTERVAL '2 days', INTERVAL '1 day')";
            default -> "";
        };
        return template.isEmpty()
                ? queries.expressions().expression(kind, scope, 1)
                : queries.expressions().filled(template, kind, scope, 1);
    }

    private Sketch where(Scope scope) {
        return dice.percent(55)
                ? Sketch.optional(" WHERE ", queries.expressions().condition(scope, 3))
                : Sketch.EMPTY;
    }

    /** One row of one column. */
    Sketch single(Kind kind, Scope around) {
        FromWriter.From from = froms.from(around);
        Scope scope = around.inner(from.columns());
        return Sketch.row("SELECT ", queries.expressions().aggregate(kind, scope), " FROM ", from.text(), where(scope));
    }

    private Sketch distinctOn(List<Kind> kinds, Scope around) {
        FromWriter.From from = froms.from(around);
        Scope scope = around.inner(from.columns());
        List<Sketch> items = new ArrayList<>();
        int first = 0;
        for (Kind kind : kinds) {
            boolean isKey = first == items.size() && !scope.of(kind).isEmpty();
            first += isKey ? 1 : 0;
            items.add(isKey
                    ? Sketch.words(dice.of(scope.of(kind)).name())
                    : queries.expressions().expression(kind, scope, 2));
        }
        if (first == 0) {
            return plain(kinds, around);
        }
        String keys = numbers(1, first);
        return Sketch.row("SELECT DISTINCT ON (", Sketch.items(", ", first, items.subList(0, first)), ") ",
                Sketch.items(", ", kinds.size(), items), " FROM ", from.text(), where(scope),
                " ORDER BY ", keys, kinds.size() > first ? ", " + numbers(first + 1, kinds.size()) : "");
    }

    private static String numbers(int first, int last) {
        return String.join(", ", IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList());
    }

    private Sketch grouped(List<Kind> kinds, Scope around) {
        FromWriter.From from = froms.from(around);
        Scope scope = around.inner(from.columns());
        List<Key> keys = keys(kinds, scope.alone());
        List<Sketch> items = new ArrayList<>();
        for (Kind kind : kinds) {
            List<Key> fitting = keys.stream().filter(key -> key.kind() == kind).toList();
            if (kind == Kind.INT && !keys.isEmpty() && dice.percent(10)) {
                items.add(Sketch.row("grouping(", dice.of(keys).text(), ")"));
                continue;
            }
            items.add(!fitting.isEmpty() && dice.percent(60)
                    ? dice.of(fitting).text()
                    : queries.expressions().aggregate(kind, scope));
        }
        return Sketch.row("SELECT ", Sketch.items(", ", 1, items), " FROM ", from.text(), where(scope), groupBy(keys),
                having(scope));
    }

    /** What is grouped by. */
    private record Key(Sketch text, Kind kind) {}

    private List<Key> keys(List<Kind> kinds, Scope scope) {
        List<Key> keys = new ArrayList<>();
        for (int i = dice.between(0, 2); i > 0 && !scope.columns().isEmpty(); i--) {
            Scope.Column column = dice.of(scope.columns());
            keys.add(new Key(Sketch.words(column.name()), column.kind()));
        }
        for (Kind kind : kinds) {
            if (!scope.of(kind).isEmpty() && dice.percent(50)) {
                keys.add(new Key(Sketch.words(dice.of(scope.of(kind)).name()), kind));
            } else if (!scope.columns().isEmpty() && dice.percent(15)) {
                String own = dice.of(scope.columns()).name();
                keys.add(new Key(Sketch.words("(" + own + " IS NULL)"), Kind.BOOL));
            }
        }
        return keys.size() > 4 ? keys.subList(0, 4) : keys;
    }

    private Sketch groupBy(List<Key> keys) {
        if (keys.isEmpty()) {
            return Sketch.EMPTY;
        }
        List<Sketch> texts = keys.stream().map(Key::text).toList();
        return switch (dice.below(10)) {
            case 0 -> Sketch.row(" GROUP BY ROLLUP (", Sketch.items(", ", 1, texts), ")");
            case 1 -> Sketch.row(" GROUP BY CUBE (", Sketch.items(", ", 1, texts), ")");
            case 2 -> Sketch.row(" GROUP BY GROUPING SETS ((", Sketch.items(", ", 1, texts), "), (), (",
                    texts.getFirst(),
                    "))");
            case 3 -> Sketch.row(" GROUP BY ", dice.of("", "DISTINCT "), texts.getFirst(), ", ROLLUP (",
                    texts.getLast(),
                    ")");
            default -> Sketch.row(" GROUP BY ", Sketch.items(", ", 1, texts));
        };
    }

    private Sketch having(Scope scope) {
        return dice.percent(20)
                ? Sketch.optional(" HAVING ", queries.expressions().aggregate(Kind.BIGINT, scope),
                        dice.of(" > ", " <= ", " <> "), dice.of("0", "1", "2"))
                : Sketch.EMPTY;
    }

    private Sketch windowed(List<Kind> kinds, Scope around) {
        FromWriter.From from = froms.from(around);
        Scope scope = around.inner(from.columns());
        List<Sketch> items = new ArrayList<>();
        for (Kind kind : kinds) {
            items.add(dice.percent(60)
                    ? windows.call(kind, scope)
                    : queries.expressions().expression(kind, scope, 1));
        }
        return Sketch.row("SELECT ", Sketch.items(", ", 1, items), " FROM ", from.text(), where(scope));
    }
}
