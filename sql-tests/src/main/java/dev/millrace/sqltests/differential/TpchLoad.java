package dev.millrace.sqltests.differential;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * A load in the manner of TPC-H: its tables filled by a seed, then refreshes: new orders with their items (RF1), the
 * oldest orders gone (RF2), and updates of the other tables, which the benchmark itself does not have. Scale 1 has
 * 1,500,000 orders.
 */
public final class TpchLoad {
    private static final int ROWS_MAX = 200;
    private static final LocalDate FIRST_DAY = LocalDate.of(1992, 1, 1);
    private static final LocalDate TODAY = LocalDate.of(1995, 6, 17);
    private static final int DAYS = 2406;
    private static final List<String> REGIONS = List.of("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");
    private static final List<String> NATIONS = List.of("ALGERIA 0", "ARGENTINA 1", "BRAZIL 1", "CANADA 1", "EGYPT 4",
            "ETHIOPIA 0", "FRANCE 3", "GERMANY 3", "INDIA 2", "INDONESIA 2", "IRAN 4", "IRAQ 4", "JAPAN 2", "JORDAN 4",
            "KENYA 0", "MOROCCO 0", "MOZAMBIQUE 0", "PERU 1", "CHINA 2", "ROMANIA 3", "SAUDI ARABIA 4", "VIETNAM 2",
            "RUSSIA 3", "UNITED KINGDOM 3", "UNITED STATES 1");
    private static final String[] COLORS = {"almond", "azure", "blush", "chocolate", "forest", "green",
        "ivory", "khaki"};
    private static final String[] SEGMENTS = {"AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"};
    private static final String[] PRIORITIES = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"};
    private static final String[] MODES = {"AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"};
    private static final String[] ORDERS = {"COLLECT COD", "DELIVER IN PERSON", "NONE", "TAKE BACK RETURN"};
    private static final String[] WORDS = {"quick", "final", "ironic", "special", "pending", "requests", "deposits",
        "accounts", "Customer", "Complaints", "packages", "sleep"};

    private final Dice dice;
    private final int suppliers;
    private final int customers;
    private final int parts;
    private final int orders;
    /** Keys of the orders that are there, the oldest first. */
    private final Deque<Long> present = new ArrayDeque<>();
    private long nextOrder = 1;

    public TpchLoad(long seed, double scale) {
        dice = new Dice(seed);
        suppliers = count(10_000, scale);
        customers = count(150_000, scale);
        parts = count(200_000, scale);
        orders = count(1_500_000, scale);
    }

    private static int count(int whole, double scale) {
        return Math.max(5, (int) Math.round(whole * scale));
    }

    /** Rows for all tables. */
    public List<String> first() {
        List<String> statements = new ArrayList<>();
        Inserts region = new Inserts("region", statements);
        for (int i = 0; i < REGIONS.size(); i++) {
            region.add(i, REGIONS.get(i), comment());
        }
        region.end();
        Inserts nation = new Inserts("nation", statements);
        for (int i = 0; i < NATIONS.size(); i++) {
            int cut = NATIONS.get(i).lastIndexOf(' ');
            nation.add(i, NATIONS.get(i).substring(0, cut),
                    Integer.valueOf(NATIONS.get(i).substring(cut + 1)), comment());
        }
        nation.end();
        Inserts supplier = new Inserts("supplier", statements);
        for (int key = 1; key <= suppliers; key++) {
            int nationKey = dice.below(NATIONS.size());
            supplier.add(key, "Supplier#" + padded(key), address(), nationKey, phone(nationKey), balance(), comment());
        }
        supplier.end();
        Inserts customer = new Inserts("customer", statements);
        for (int key = 1; key <= customers; key++) {
            int nationKey = dice.below(NATIONS.size());
            customer.add(key, "Customer#" + padded(key), address(), nationKey, phone(nationKey), balance(),
                    dice.of(SEGMENTS), comment());
        }
        customer.end();
        parts(statements);
        statements.addAll(newOrders(orders));
        return statements;
    }

    private void parts(List<String> statements) {
        Inserts part = new Inserts("part", statements);
        Inserts partsupp = new Inserts("partsupp", statements);
        for (int key = 1; key <= parts; key++) {
            int maker = dice.between(1, 5);
            part.add(key, dice.of(COLORS) + " " + dice.of(COLORS), "Manufacturer#" + maker,
                    "Brand#" + maker + dice.between(1, 5),
                    dice.of("STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO") + " "
                            + dice.of("ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED") + " "
                            + dice.of("TIN", "NICKEL", "BRASS", "STEEL", "COPPER"),
                    dice.between(1, 50),
                    dice.of("SM", "LG", "MED", "JUMBO", "WRAP") + " "
                            + dice.of("CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"),
                    new Money(90_000 + key % 20_001 * 10 + key % 1000 * 100), comment());
            for (int i = 0; i < Math.min(4, suppliers); i++) {
                partsupp.add(key, supplierOf(key, i), dice.between(1, 9999), new Money(dice.between(100, 100_000)),
                        comment());
            }
        }
        part.end();
        partsupp.end();
    }

    /** A part's suppliers, each another. */
    private int supplierOf(int part, int which) {
        return (part + which * Math.max(1, suppliers / 4)) % suppliers + 1;
    }

    /** One batch: so many orders come, as many of the oldest go, and a few rows of every kind change. */
    public List<String> refresh() {
        int count = Math.max(2, orders / 100);
        List<String> statements = new ArrayList<>(newOrders(count));
        List<String> gone = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            gone.add(present.removeFirst().toString());
        }
        String keys = "(" + String.join(", ", gone) + ")";
        statements.add("DELETE FROM lineitem WHERE l_orderkey IN " + keys);
        statements.add("DELETE FROM orders WHERE o_orderkey IN " + keys);
        statements.add("UPDATE lineitem SET l_quantity = l_quantity + 1, l_discount = 0.07 WHERE l_orderkey % 17 = "
                + dice.below(17));
        statements.add("UPDATE customer SET c_mktsegment = '" + dice.of(SEGMENTS) + "', c_acctbal = c_acctbal - 12.34"
                + " WHERE c_custkey % 13 = " + dice.below(13));
        statements.add("UPDATE supplier SET s_nationkey = " + dice.below(NATIONS.size()) + ", s_acctbal = s_acctbal + 1"
                + " WHERE s_suppkey = " + dice.between(1, suppliers));
        statements.add("UPDATE partsupp SET ps_supplycost = ps_supplycost * 0.9 WHERE ps_partkey % 11 = "
                + dice.below(11));
        statements.add("UPDATE part SET p_size = 51 - p_size, p_name = p_name || ' green' WHERE p_partkey % 29 = "
                + dice.below(29));
        statements.add("UPDATE nation SET n_regionkey = (n_regionkey + 1) % 5 WHERE n_nationkey = "
                + dice.below(NATIONS.size()));
        return statements;
    }

    private List<String> newOrders(int count) {
        List<String> statements = new ArrayList<>();
        Inserts order = new Inserts("orders", statements);
        Inserts item = new Inserts("lineitem", statements);
        for (int i = 0; i < count; i++) {
            long key = nextOrder++;
            present.add(key);
            LocalDate day = FIRST_DAY.plusDays(dice.below(DAYS));
            int items = dice.between(1, 7);
            for (int line = 1; line <= items; line++) {
                item(item, key, line, day);
            }
            // A third of the customers never orders.
            int buyer = dice.between(1, customers);
            order.add(key, buyer % 3 == 0 ? Math.max(1, buyer - 1) : buyer, dice.of("F", "O", "P"),
                    new Money(dice.between(100_000, 40_000_000)), day, dice.of(PRIORITIES),
                    "Clerk#" + padded(dice.between(1, 9)), 0, comment());
        }
        order.end();
        item.end();
        return statements;
    }

    private void item(Inserts item, long order, int line, LocalDate day) {
        int part = dice.between(1, parts);
        int quantity = dice.between(1, 50);
        LocalDate shipped = day.plusDays(dice.between(1, 121));
        LocalDate received = shipped.plusDays(dice.between(1, 30));
        item.add(order, part, supplierOf(part, dice.below(4)), line, new Money(100 * quantity),
                new Money(quantity * dice.between(90_000, 200_000)), new Money(dice.between(0, 10)),
                new Money(dice.between(0, 8)), received.isAfter(TODAY) ? "N" : dice.of("R", "A"),
                shipped.isAfter(TODAY) ? "O" : "F", shipped, day.plusDays(dice.between(30, 90)), received,
                dice.of(ORDERS), dice.of(MODES), comment());
    }

    private static String padded(int key) {
        return String.format(Locale.ROOT, "%09d", key);
    }

    private String address() {
        return dice.of(WORDS) + " " + dice.between(1, 999);
    }

    private String phone(int nation) {
        return String.format(Locale.ROOT, "%d-%03d-%04d", nation + 10, dice.below(1000), dice.below(10_000));
    }

    private Money balance() {
        return new Money(dice.between(-99_999, 999_999));
    }

    private String comment() {
        return dice.of(WORDS) + " " + dice.of(WORDS) + " " + dice.of(WORDS);
    }

    /** So many hundredths. */
    private record Money(long cents) {
        @Override
        public String toString() {
            return (cents < 0 ? "-" : "") + Math.abs(cents) / 100
                    + String.format(Locale.ROOT, ".%02d", Math.abs(cents) % 100);
        }
    }

    /** INSERT statements of so many rows each. */
    private static final class Inserts {
        private final String table;
        private final List<String> statements;
        private final List<String> rows = new ArrayList<>();

        Inserts(String table, List<String> statements) {
            this.table = table;
            this.statements = statements;
        }

        void add(Object... values) {
            List<String> texts = new ArrayList<>();
            for (Object value : values) {
                texts.add(value instanceof Number || value instanceof Money ? value.toString() : "'" + value + "'");
            }
            rows.add("(" + String.join(", ", texts) + ")");
            if (rows.size() == ROWS_MAX) {
                end();
            }
        }

        void end() {
            if (!rows.isEmpty()) {
                statements.add("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
                rows.clear();
            }
        }
    }
}
