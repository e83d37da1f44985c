package dev.millrace.sqltests.bench;

import java.util.List;

/**
 * What clients ask of a database that serves an application: one row by its key, one row written durably, a bulk load.
 * On Millrace a materialized view depends on every table that is written; on PostgreSQL, which keeps none up to date,
 * none does.
 */
enum ServingTest {
    SELECT("""
            \\set id random(1, :rows)
            SELECT id, bidder, price, note FROM bid WHERE id = :id;
            """, true, false),
    INSERT("""
            \\set id random(1, 9000000000000000000)
            \\set bidder random(1, 1000)
            \\set price random(1, 100000)
            INSERT INTO bid VALUES (:id, :bidder, :price, 'a note of some fifty bytes, as a row of a table has it');
            """, false, true),
    UPDATE("""
            \\set id random(1, :rows)
            \\set price random(1, 100000)
            UPDATE bid SET price = :price WHERE id = :id;
            """, true, true),
    DELETE("""
            \\set id random(1, :rows)
            DELETE FROM bid WHERE id = :id;
            """, true, true),
    COPY("", false, true);

    private static final String TABLE = "CREATE TABLE bid"
            + " (id bigint PRIMARY KEY, bidder bigint NOT NULL, price bigint NOT NULL, note text NOT NULL)";
    private static final String VIEW = "CREATE MATERIALIZED VIEW bidder_total AS"
            + " SELECT bidder, count(*) AS bids, sum(price) AS total FROM bid GROUP BY bidder";

    private final String script;
    private final boolean isFilled;
    private final boolean isWriting;

    ServingTest(String script, boolean isFilled, boolean isWriting) {
        this.script = script;
        this.isFilled = isFilled;
        this.isWriting = isWriting;
    }

    /** What each of pgbench's clients repeats; empty for what is no matter of short statements. */
    String script() {
        return script;
    }

    /** A fresh table for one measurement, and on Millrace the view on it. */
    List<String> schema(boolean isMillrace) {
        return isMillrace && isWriting ? List.of(TABLE, VIEW) : List.of(TABLE);
    }

    /** Whether the table is full of rows before the clients begin. */
    boolean isFilled() {
        return isFilled;
    }

    /** Takes back {@link #schema}. */
    static List<String> drop(boolean isMillrace) {
        return isMillrace
                ? List.of("DROP MATERIALIZED VIEW IF EXISTS bidder_total", "DROP TABLE IF EXISTS bid")
                : List.of("DROP TABLE IF EXISTS bid");
    }
}
