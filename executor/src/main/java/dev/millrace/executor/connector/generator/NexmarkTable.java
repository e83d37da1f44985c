package dev.millrace.executor.connector.generator;

import java.util.List;

import static dev.millrace.executor.connector.generator.NexmarkTable.Form.NUMBER;
import static dev.millrace.executor.connector.generator.NexmarkTable.Form.TEXT;
import static dev.millrace.executor.connector.generator.NexmarkTable.Form.TIME;

/**
 * The three tables of the Nexmark auction. Every 50 events are one person, then three auctions, then 46 bids.
 */
enum NexmarkTable {
    PERSON(0, 1, List.of(
            new Field("id", NUMBER, 0),
            new Field("name", TEXT, 12),
            new Field("emailAddress", TEXT, 15),
            new Field("creditCard", TEXT, 19),
            new Field("city", TEXT, 9),
            new Field("state", TEXT, 2),
            new Field("dateTime", TIME, 0),
            new Field("extra", TEXT, 240))),
    AUCTION(1, 3, List.of(
            new Field("id", NUMBER, 0),
            new Field("itemName", TEXT, 19),
            new Field("description", TEXT, 99),
            new Field("initialBid", NUMBER, 0),
            new Field("reserve", NUMBER, 0),
            new Field("dateTime", TIME, 0),
            new Field("expires", TIME, 0),
            new Field("seller", NUMBER, 0),
            new Field("category", NUMBER, 0),
            new Field("extra", TEXT, 600))),
    BID(4, 46, List.of(
            new Field("auction", NUMBER, 0),
            new Field("bidder", NUMBER, 0),
            new Field("price", NUMBER, 0),
            new Field("channel", TEXT, 12),
            new Field("url", TEXT, 80),
            new Field("dateTime", TIME, 0),
            new Field("extra", TEXT, 82)));

    static final int EVENTS_PER_ROUND = 50;

    /** What the values of a field are. */
    enum Form {
        NUMBER,
        /** Milliseconds since 1970. */
        TIME,
        TEXT
    }

    /** @param lengthMax of text, in characters */
    record Field(String name, Form form, int lengthMax) {}

    private final int firstSlot;
    private final int slots;
    private final List<Field> fields;

    NexmarkTable(int firstSlot, int slots, List<Field> fields) {
        this.firstSlot = firstSlot;
        this.slots = slots;
        this.fields = fields;
    }

    List<Field> fields() {
        return fields;
    }

    /** The field that a column means: names are the same but for case and underscores. -1 when none is. */
    int indexOf(String column) {
        String plain = column.replace("_", "");
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(plain)) {
                return i;
            }
        }
        return -1;
    }

    /** The first event from {@code event} on that is a row of this table. */
    long rowAtOrAfter(long event) {
        int slot = (int) (event % EVENTS_PER_ROUND);
        if (slot < firstSlot) {
            return event - slot + firstSlot;
        }
        return slot < firstSlot + slots ? event : event - slot + EVENTS_PER_ROUND + firstSlot;
    }
}
