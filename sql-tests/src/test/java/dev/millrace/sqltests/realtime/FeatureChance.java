package dev.millrace.sqltests.realtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rows and changes for a {@link FeatureStore} by seeded chance: few cards, users and devices, and times within two
 * hours, in no order, many of them equal.
 */
final class FeatureChance {

    static final int SEED = Integer.getInteger("millrace.realtime.seed", 1);
    /** The payments of the reference, in the order in which they come: the last is late. */
    static final List<String> WORKED = List.of(
            "('t1', 'c1', 'm1', 'US', 10, '2024-01-01 10:00:00')",
            "('t2', 'c1', 'm2', 'US', 20, '2024-01-01 10:01:00')",
            "('t3', 'c1', 'm1', 'US', 30, '2024-01-01 10:04:59')",
            "('t4', 'c1', 'm3', 'FR', 40, '2024-01-01 10:05:00')",
            "('t5', 'c1', 'm3', 'FR', 50, '2024-01-01 10:05:01')",
            "('t6', 'c1', 'm1', 'US', 5, '2024-01-01 10:02:00')");

    private static final String[] COUNTRIES = {"US", "FR", "DE"};
    private static final String[] KINDS = {"view", "cart"};
    private static final int ITEMS = 6;

    private final Random random;
    private int nextId = 1;

    FeatureChance(long seed) {
        random = new Random(seed);
    }

    /** The dimensions, whole. */
    static Map<String, List<String>> dimensions() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add("('i" + i + "', 'c" + i % 3 + "', " + (10 + i) + ".50)");
        }
        rows.put("item_dim", items);
        rows.put("device", List.of("('d0', 0, 50)", "('d1', 10, 40)", "('d2', 0, 10)"));
        return rows;
    }

    /** So many rows of each table of events. */
    Map<String, List<String>> events(int count) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String table : List.of("txn", "click", "reading", "impression", "label")) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                some.add(event(table));
            }
            rows.put(table, some);
        }
        return rows;
    }

    private String event(String table) {
        int id = nextId++;
        return "(" + switch (table) {
            case "txn" -> "'t" + id + "', " + card() + ", 'm" + random.nextInt(5) + "', '" + one(COUNTRIES) + "', "
                    + random.nextInt(10_000) / 100.0;
            case "click" -> id + ", " + user() + ", " + item() + ", '" + one(KINDS) + "'";
            case "reading" -> device() + ", '" + "tp".charAt(random.nextInt(2)) + "', "
                    + (random.nextInt(20) == 0 ? 90 + random.nextDouble() : 20 + random.nextGaussian());
            case "impression" -> id + ", " + user() + ", " + item();
            case "label" -> id + ", " + card() + ", " + random.nextBoolean();
            default -> throw new IllegalArgumentException(table);
        } + ", " + time() + ")";
    }

    /** Some statement that changes rows. */
    String change() {
        String table = new String[] {"txn", "click", "reading", "impression", "label"}[random.nextInt(5)];
        String later = "ts = ts + INTERVAL '" + (random.nextInt(1200) - 600) + " seconds'";
        return switch (random.nextInt(10)) {
            case 0 -> "UPDATE txn SET amount = amount + 1, " + later + " WHERE card = " + card()
                    + " AND country = '" + one(COUNTRIES) + "'";
            case 1 -> "DELETE FROM " + table + " WHERE ts BETWEEN " + time() + " AND " + time();
            case 2 -> "UPDATE item_dim SET price = price + 1, category = 'c" + random.nextInt(3) + "' WHERE item = "
                    + item();
            case 3 -> "UPDATE device SET hi = " + random.nextInt(60) + " WHERE dev = " + device();
            case 4 -> "UPDATE " + table + " SET " + later + " WHERE ts > " + time();
            default -> "INSERT INTO " + table + " VALUES " + event(table) + ", " + event(table) + ", " + event(table);
        };
    }

    private String time() {
        return String.format("'2024-01-01 %02d:%02d:%02d'", 10 + random.nextInt(2), random.nextInt(60),
                random.nextInt(4) * 15);
    }

    private String card() {
        return "'c" + random.nextInt(4) + "'";
    }

    private String user() {
        return "'u" + random.nextInt(4) + "'";
    }

    private String item() {
        return "'i" + random.nextInt(ITEMS) + "'";
    }

    private String device() {
        return "'d" + random.nextInt(3) + "'";
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
