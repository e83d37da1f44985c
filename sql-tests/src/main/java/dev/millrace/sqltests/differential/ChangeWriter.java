package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tables, their first rows, and changes of rows. A table's first column is its key {@code id}. */
final class ChangeWriter {
    private static final int IDS = 24;

    private final Dice dice;
    /** Tables in which equal rows may be. */
    private final Set<String> keyless = new HashSet<>();

    ChangeWriter(Dice dice) {
        this.dice = dice;
    }

    /** A table of that name with columns of chance's choice. */
    Relation table(String name) {
        List<Scope.Column> columns = new ArrayList<>();
        columns.add(new Scope.Column("id", Kind.INT));
        columns.add(new Scope.Column("k", Kind.INT));
        int more = dice.between(1, 5);
        for (int i = 1; i <= more; i++) {
            columns.add(new Scope.Column("c" + i, Kind.any(dice)));
        }
        return new Relation(name, columns);
    }

    Sketch creation(Relation table) {
        List<Sketch> columns = new ArrayList<>();
        boolean isKeyless = dice.percent(20);
        if (isKeyless) {
            keyless.add(table.name());
        }
        columns.add(Sketch.words(isKeyless ? "id int" : "id int PRIMARY KEY"));
        for (Scope.Column column : table.columns().subList(1, table.columns().size())) {
            String constraint = dice.percent(8) ? " NOT NULL" : dice.percent(8) && column.kind() == Kind.INT
                    ? " CHECK (" + column.name() + " < 1000)"
                    : "";
            columns.add(Sketch.words(column.name() + " " + column.kind().columnType() + constraint));
        }
        return Sketch.row("CREATE TABLE " + table.name() + " (", Sketch.items(", ", columns.size(), columns), ")");
    }

    /** Many rows with different keys. */
    Sketch firstRows(Relation table) {
        List<Sketch> rows = new ArrayList<>();
        for (int id = 1; id <= dice.between(6, 16); id++) {
            rows.add(row(table, id));
        }
        return Sketch.row("INSERT INTO " + table.name() + " VALUES ", Sketch.items(", ", 1, rows));
    }

    private Sketch row(Relation table, int id) {
        StringBuilder row = new StringBuilder("(").append(id);
        for (Scope.Column column : table.columns().subList(1, table.columns().size())) {
            row.append(", ").append(dice.percent(15) ? "NULL" : column.kind().value(dice));
        }
        return Sketch.words(row.append(')').toString());
    }

    Sketch change(List<Relation> tables) {
        Relation table = dice.of(tables);
        QueryWriter queries = new QueryWriter(dice, tables);
        return switch (dice.below(9)) {
            case 8 -> other(table, dice.of(tables), queries);
            case 0, 1, 2 -> insert(table);
            case 3 -> insertSelect(table, queries);
            case 4, 5 -> update(table, tables, queries);
            default -> delete(table, queries);
        };
    }

    /** Several changes at once, each row meeting one at most; or all rows gone. */
    private Sketch other(Relation table, Relation source, QueryWriter queries) {
        if (dice.percent(15)) {
            return Sketch.words(dice.of("TRUNCATE ", "DELETE FROM ") + table.name());
        }
        if (keyless.contains(source.name()) || keyless.contains(table.name())) {
            return insert(table);
        }
        Scope scope = Scope.of(source.as("s"));
        List<String> names = table.columns().stream().map(Scope.Column::name).toList();
        List<Sketch> values = new ArrayList<>();
        values.add(Sketch.words("s.id"));
        for (Scope.Column column : table.columns().subList(1, table.columns().size())) {
            values.add(queries.expressions().leaf(column.kind(), scope));
        }
        return Sketch.row("MERGE INTO " + table.name() + " AS t USING " + source.name() + " AS s ON t.id = s.id + ",
                dice.of("0", "1", "3"), " WHEN MATCHED AND t.k % 2 = ", dice.of("0", "1"), " THEN DELETE",
                " WHEN MATCHED THEN UPDATE SET k = s.k", " WHEN NOT MATCHED AND s.id > 30 THEN INSERT ("
                        + String.join(", ", names) + ") VALUES (",
                Sketch.items(", ", values.size(), values), ")");
    }

    private Sketch insert(Relation table) {
        List<Sketch> rows = new ArrayList<>();
        int first = dice.below(IDS);
        for (int i = 0; i <= dice.below(5); i++) {
            rows.add(row(table, first + i));
        }
        String second = table.columns().get(1).name();
        String conflict = dice.of(" ON CONFLICT DO NOTHING", " ON CONFLICT (id) DO NOTHING",
                " ON CONFLICT (id) DO UPDATE SET " + second + " = EXCLUDED." + second, "",
                " ON CONFLICT (id) DO UPDATE SET " + second + " = " + table.name() + "." + second + " + 1 WHERE "
                        + table.name() + "." + second + " IS NOT NULL");
        return Sketch.row("INSERT INTO " + table.name() + " VALUES ", Sketch.items(", ", 1, rows), conflict,
                returning(table));
    }

    private Sketch insertSelect(Relation table, QueryWriter queries) {
        Relation source = dice.of(queries.relations());
        Scope scope = Scope.of(source.as("s"));
        List<Sketch> values = new ArrayList<>();
        values.add(Sketch.words("s.id + " + dice.between(1, IDS)));
        for (Scope.Column column : table.columns().subList(1, table.columns().size())) {
            values.add(queries.expressions().leaf(column.kind(), scope));
        }
        return Sketch.row("INSERT INTO " + table.name() + " SELECT ", Sketch.items(", ", values.size(), values),
                " FROM ", source.name(), " AS s WHERE ",
                queries.expressions().condition(scope, 1), " ON CONFLICT DO NOTHING");
    }

    private Sketch update(Relation table, List<Relation> tables, QueryWriter queries) {
        Relation other = dice.of(tables);
        boolean isJoined = dice.percent(25) && !keyless.contains(other.name());
        List<Scope.Column> seen = new ArrayList<>(table.as(table.name()));
        if (isJoined) {
            seen.addAll(other.as("o"));
        }
        Scope scope = Scope.of(seen);
        List<Scope.Column> changed = table.columns().subList(1, table.columns().size());
        List<Sketch> settings = new ArrayList<>();
        settings.add(setting(dice.of(changed), scope, queries));
        Scope.Column more = dice.of(changed);
        if (dice.percent(30) && !settings.getFirst().text().startsWith(more.name() + " ")) {
            settings.add(setting(more, scope, queries));
        }
        return Sketch.row("UPDATE " + table.name() + " SET ", Sketch.items(", ", 1, settings),
                isJoined ? " FROM " + other.name() + " AS o WHERE o.id = " + table.name() + ".k AND " : " WHERE ",
                queries.expressions().condition(scope, 2), isJoined ? Sketch.EMPTY : returning(table));
    }

    private Sketch setting(Scope.Column column, Scope scope, QueryWriter queries) {
        Sketch value = column.name().equals("k")
                ? Sketch.row("(", queries.expressions().leaf(Kind.INT, scope), ") % 50")
                : queries.expressions().leaf(column.kind(), scope);
        return Sketch.row(column.name(), " = ", value);
    }

    private Sketch delete(Relation table, QueryWriter queries) {
        Scope scope = Scope.of(table.as(table.name()));
        Relation other = dice.of(queries.relations());
        if (dice.percent(20)) {
            return Sketch.row("DELETE FROM " + table.name() + " USING ", other.name(), " AS o WHERE o.k = ",
                    table.name(), ".id AND o.id % 3 = 0");
        }
        return Sketch.row("DELETE FROM " + table.name() + " WHERE ", table.name(), ".id % 3 = ", dice.of("0", "1", "2"),
                " AND ", queries.expressions().condition(scope, 2), returning(table));
    }

    private Sketch returning(Relation table) {
        return dice.percent(25)
                ? Sketch.optional(" RETURNING ", dice.of("*", "id", table.name() + ".k, id"))
                : Sketch.EMPTY;
    }
}
