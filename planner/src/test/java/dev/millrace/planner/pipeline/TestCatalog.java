package dev.millrace.planner.pipeline;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.millrace.executor.expression.ConstantFolding;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Effort;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Statement;

/** A small database for planner tests: the auction, two small tables, a stream, views. */
final class TestCatalog implements PlannerCatalog {

    static final Planner PLANNER =
            new Planner(Functions.standard(), new ConstantFolding(Functions.standard(), ZoneOffset.UTC));

    static final PlannerSettings SETTINGS =
            new PlannerSettings(
                    ZoneOffset.UTC, List.of("public"), "millrace", "millrace", "millrace",
                    PlannerSettings.RECURSION_LIMIT, Effort.ANY);

    private final Map<String, Relation> relations = new LinkedHashMap<>();
    private final Map<Long, String> names = new LinkedHashMap<>();

    private static final EnumType MOOD =
            new EnumType(70_000, 70_001, "public", "mood", EnumType.inOrder(List.of("sad", "ok", "happy")));

    @Override
    public Optional<EnumType> enumType(List<String> name) {
        return name.getLast().equals("mood") ? Optional.of(MOOD) : Optional.empty();
    }

    @Override
    public Optional<EnumType> enumType(long id) {
        return id == MOOD.id() ? Optional.of(MOOD) : Optional.empty();
    }

    TestCatalog() {
        table("t", "a int not null, b int, c text, d double", "a");
        table("u", "a int, b int, c text", "");
        table("types", "i2 smallint, i4 int, i8 bigint, n numeric, n2 money2, f4 real, f8 double, s text, v varchar3,"
                + " bo boolean, da date, ts timestamp, tz timestamptz, iv interval, j jsonb, uu uuid", "");
        stream("person", "id bigint, name text, email_address text, credit_card text, city text, state text,"
                + " date_time timestamp, extra text");
        stream("auction", "id bigint, item_name text, description text, initial_bid bigint, reserve bigint,"
                + " date_time timestamp, expires timestamp, seller bigint, category bigint, extra text");
        stream("bid", "auction bigint, bidder bigint, price bigint, channel text, url text, date_time timestamp,"
                + " extra text");
        table("orders", "id int not null, customer int, total numeric, placed timestamp", "id");
        table("customers", "id int not null, name text, region text", "id");
        view("big", "select a, b from t where b > 10", "a int, b int");
        view("top3", "select a, b from t order by b desc limit 3", "a int, b int");
        stored("mv", "k int, n bigint", "", false, false);
        for (int i = 0; i < 64; i++) {
            table("j" + i, "id int not null, next int, v text", "");
        }
    }

    private static final Map<String, SqlType> TYPES = Map.ofEntries(
            Map.entry("smallint", SqlType.SMALLINT),
            Map.entry("int", SqlType.INTEGER),
            Map.entry("bigint", SqlType.BIGINT),
            Map.entry("numeric", SqlType.NUMERIC),
            Map.entry("money2", SqlType.numeric(10, 2)),
            Map.entry("real", SqlType.REAL),
            Map.entry("double", SqlType.DOUBLE),
            Map.entry("text", SqlType.TEXT),
            Map.entry("varchar3", SqlType.varchar(3)),
            Map.entry("boolean", SqlType.BOOLEAN),
            Map.entry("date", SqlType.DATE),
            Map.entry("timestamp", SqlType.TIMESTAMP),
            Map.entry("timestamptz", SqlType.TIMESTAMPTZ),
            Map.entry("interval", SqlType.INTERVAL),
            Map.entry("jsonb", SqlType.JSONB),
            Map.entry("uuid", SqlType.UUID));

    private static Schema schema(String columns) {
        List<Schema.Field> fields = new ArrayList<>();
        for (String column : columns.split(",")) {
            String[] words = column.strip().split(" ");
            fields.add(new Schema.Field(words[0], TYPES.get(words[1]), words.length == 2));
        }
        return new Schema(fields);
    }

    private void table(String name, String columns, String key) {
        stored(name, columns, key, true, true);
    }

    private void stream(String name, String columns) {
        stored(name, columns, "", true, false);
    }

    private void stored(String name, String columns, String key, boolean isWritable, boolean isUpdatable) {
        Schema schema = schema(columns);
        List<Integer> positions = key.isEmpty() ? List.of() : List.of(schema.indexOf(key));
        List<ColumnOrigin> origins = new ArrayList<>();
        schema.fields().forEach(field -> origins.add(
                ColumnOrigin.ofDefault(name.equals("u") && field.name().equals("b") ? "7" : null)));
        List<Check> checks = name.equals("orders") ? List.of(new Check("orders_check", "total >= 0")) : List.of();
        List<UniqueKey> keys = key.isEmpty() ? List.of() : List.of(new UniqueKey(name + "_pkey", positions, null));
        long id = names.size() + 1L;
        names.put(id, name);
        relations.put(name, new Stored("public", name, id, schema, positions, keys, origins, checks, isWritable,
                isUpdatable, isWritable && !isUpdatable,
                name.equals("bid") ? new Watermark(schema.indexOf("date_time"), 4_000_000, true) : null));
    }

    private void view(String name, String query, String columns) {
        long id = 1000L + relations.size();
        relations.put(name, new View("public", name, id, schema(columns), query, List.of("public"), List.of()));
    }

    String nameOf(long id) {
        return names.get(id);
    }

    Statement plan(String sql) {
        return PLANNER.plan(sql, this, SETTINGS, List.of());
    }

    @Override
    public Optional<Relation> resolve(List<String> name) {
        boolean isOurs = name.size() == 1 || name.getFirst().equals("public");
        return isOurs ? Optional.ofNullable(relations.get(name.getLast())) : Optional.empty();
    }

    @Override
    public Optional<Relation> find(long id) {
        return relations.values().stream().filter(relation -> relation.id() == id).findFirst();
    }

    @Override
    public List<String> relationNames() {
        return List.copyOf(relations.keySet());
    }

    @Override
    public List<String> schemaNames() {
        return List.of("public");
    }
}
