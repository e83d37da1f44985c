package dev.millrace.sqltests.trial;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What came out of the server, as a reader with {@code read_committed} finds it. */
final class Outputs {
    private static final Pattern NUMBER_FIELD = Pattern.compile("\"(id|customer|orders|amount)\": ?(\\d+)");

    private final Topics topics;
    private final long orders;
    private long matchedRecords;
    private long totalsRecords;
    private long seventhsRecords;

    /** @param orders how many went in */
    Outputs(Topics topics, long orders) {
        this.topics = topics;
        this.orders = orders;
    }

    long matchedRecords() {
        return matchedRecords;
    }

    long totalsRecords() {
        return totalsRecords;
    }

    long seventhsRecords() {
        return seventhsRecords;
    }

    /** What is wrong, or null. */
    AssertionError compare(Map<Long, Orders.Totals> expected) {
        try {
            compareMatched();
            compareTotals(expected);
            compareSevenths(expected);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    private void compareMatched() {
        BitSet seen = new BitSet();
        matchedRecords = topics.read("matched", record -> {
            int id = (int) (long) fields(record).get("id");
            if (id >= orders || !Orders.isMatched(id)) {
                throw new AssertionError("order " + id + " came out and should not have: " + place(record));
            }
            if (seen.get(id)) {
                throw new AssertionError("order " + id + " came out twice: " + place(record));
            }
            seen.set(id);
        });
        for (int id = 0; id < orders; id++) {
            if (Orders.isMatched(id) && !seen.get(id)) {
                throw new AssertionError("order " + id + " is lost");
            }
        }
    }

    private void compareTotals(Map<Long, Orders.Totals> expected) {
        Map<Long, Orders.Totals> folded = new HashMap<>();
        totalsRecords = topics.read("totals", record -> {
            if (record.value() == null) {
                throw new AssertionError("a customer's totals were deleted: " + place(record));
            }
            Orders.Totals now = totals(record);
            Orders.Totals before = folded.put(key(record), now);
            if (before != null && now.orders() <= before.orders()) {
                throw new AssertionError("totals do not grow: " + before + ", then " + now + ": " + place(record));
            }
        });
        if (!folded.equals(expected)) {
            throw new AssertionError("the upserted totals, folded, are not the view");
        }
    }

    /** Written at least once: any part may come again, but the last word on each customer must be true. */
    private void compareSevenths(Map<Long, Orders.Totals> expected) {
        Map<Long, Orders.Totals> folded = new HashMap<>();
        seventhsRecords = topics.read("sevenths", record -> {
            if (record.value() == null) {
                folded.remove(key(record));
            } else {
                folded.put(key(record), totals(record));
            }
        });
        Map<Long, Orders.Totals> sevenths = new HashMap<>(expected);
        sevenths.values().removeIf(totals -> totals.orders() % 7 != 0);
        if (!folded.equals(sevenths)) {
            throw new AssertionError("what was written at least once, folded, is not what the query says");
        }
    }

    private static long key(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(new String(record.key(), UTF_8));
    }

    private static Orders.Totals totals(ConsumerRecord<byte[], byte[]> record) {
        Map<String, Long> fields = fields(record);
        return new Orders.Totals(fields.get("orders"), fields.get("amount"));
    }

    private static Map<String, Long> fields(ConsumerRecord<byte[], byte[]> record) {
        Map<String, Long> fields = new HashMap<>();
        Matcher matcher = NUMBER_FIELD.matcher(new String(record.value(), UTF_8));
        while (matcher.find()) {
            fields.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return fields;
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + ", offset " + record.offset();
    }
}
