package dev.millrace.executor.connector.generator;

/**
 * One event of a Nexmark stream, filled anew for each number: a value for each field of its table. Event n is a pure
 * function of (seed, n); the order in which random numbers are drawn is part of the specification and must not change.
 */
final class NexmarkEvent {

    /** 2015-07-15 00:00:00 UTC, in milliseconds. */
    static final long START_MILLIS = 1_436_918_400_000L;

    private static final byte[] DOT_COM = {'.', 'c', 'o', 'm'};
    private static final long ID_START = 1000;
    private static final int ID_LEAD = 10;
    private static final int HOT_EVERY = 100;
    private static final int AUCTIONS_PER_ROUND = 3;
    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int PEOPLE_ACTIVE = 1000;
    private static final long CATEGORY_START = 10;
    private static final int CATEGORIES = 5;
    private static final int PERSON_BYTES = 200;
    private static final int AUCTION_BYTES = 500;
    private static final int BID_BYTES = 100;

    /** Values of fields that are numbers or times, by the field's index. */
    final long[] numbers = new long[10];

    /** Values of fields that are texts: {@code texts[i][starts[i]..ends[i])}. */
    final byte[][] texts = new byte[10][];
    final int[] starts = new int[10];
    final int[] ends = new int[10];

    private final long seed;
    private final double microsPerEvent;
    private final NexmarkTexts shared;
    private final SeededRandom random = new SeededRandom();
    private final boolean[] isWanted = new boolean[10];
    private final byte[] scratch = new byte[512];

    /**
     * @param eventsPerSecond how many events make one second of event time
     * @param fields that will be asked for; what it takes to fill the others is saved
     */
    NexmarkEvent(long seed, long eventsPerSecond, int[] fields) {
        for (int field : fields) {
            isWanted[field] = true;
        }
        this.seed = seed;
        microsPerEvent = 1_000_000.0 / eventsPerSecond;
        shared = new NexmarkTexts(seed);
    }

    /** Fills in an event, which must be one of the table. */
    void fill(NexmarkTable table, long event) {
        random.start(SeededRandom.mix(seed ^ event * SeededRandom.STEP));
        switch (table) {
            case PERSON -> fillPerson(event);
            case AUCTION -> fillAuction(event);
            case BID -> fillBid(event);
        }
    }

    private void fillPerson(long event) {
        numbers[0] = newestPerson(event) + ID_START;
        numbers[6] = time(event);
        if (!isAnyWanted(1, 5) && !isWanted[7]) {
            return;
        }
        byte[] first = NexmarkTexts.FIRST_NAMES[random.below(NexmarkTexts.FIRST_NAMES.length)];
        byte[] last = NexmarkTexts.LAST_NAMES[random.below(NexmarkTexts.LAST_NAMES.length)];
        int nameEnd = put(first, 0);
        scratch[nameEnd++] = ' ';
        nameEnd = put(last, nameEnd);
        setScratch(1, 0, nameEnd);
        int mailEnd = NexmarkTexts.word(random, 7, '.', scratch, nameEnd);
        scratch[mailEnd++] = '@';
        mailEnd = put(DOT_COM, NexmarkTexts.word(random, 5, '-', scratch, mailEnd));
        setScratch(2, nameEnd, mailEnd);
        int cardEnd = mailEnd;
        for (int group = 0; group < 4; group++) {
            if (group > 0) {
                scratch[cardEnd++] = ' ';
            }
            cardEnd = putFourDigits(random.below(10_000), cardEnd);
        }
        setScratch(3, mailEnd, cardEnd);
        setText(4, NexmarkTexts.CITIES[random.below(NexmarkTexts.CITIES.length)]);
        setText(5, NexmarkTexts.STATES[random.below(NexmarkTexts.STATES.length)]);
        setExtra(7, PERSON_BYTES - 8 - length(1) - length(2) - length(3) - length(4) - length(5));
    }

    private void fillAuction(long event) {
        numbers[0] = newestAuction(event) + ID_START;
        long seller = random.below(4) > 0 ? newestPerson(event) / HOT_EVERY * HOT_EVERY : activePerson(event);
        numbers[7] = seller + ID_START;
        numbers[8] = CATEGORY_START + random.below(CATEGORIES);
        if (isAnyWanted(3, 4)) {
            numbers[3] = price();
            numbers[4] = numbers[3] + price();
        } else {
            random.skip(2);
        }
        numbers[5] = time(event);
        long flight = time(event + (long) AUCTIONS_IN_FLIGHT * NexmarkTable.EVENTS_PER_ROUND / AUCTIONS_PER_ROUND)
                - numbers[5];
        numbers[6] = numbers[5] + 1 + random.below((int) Math.max(flight * 2, 1));
        if (!isAnyWanted(1, 2) && !isWanted[9]) {
            return;
        }
        int itemEnd = NexmarkTexts.word(random, 20, ' ', scratch, 0);
        setScratch(1, 0, itemEnd);
        setScratch(2, itemEnd, NexmarkTexts.word(random, 100, ' ', scratch, itemEnd));
        setExtra(9, AUCTION_BYTES - 48 - length(1) - length(2));
    }

    private void fillBid(long event) {
        long newest = newestAuction(event);
        long auction;
        if (random.below(2) > 0) {
            auction = newest / HOT_EVERY * HOT_EVERY;
        } else {
            long oldest = Math.max(newest - AUCTIONS_IN_FLIGHT, 0);
            auction = oldest + random.below((int) (newest - oldest + 1 + ID_LEAD));
        }
        numbers[0] = auction + ID_START;
        long bidder = random.below(4) > 0 ? newestPerson(event) / HOT_EVERY * HOT_EVERY + 1 : activePerson(event);
        numbers[1] = bidder + ID_START;
        numbers[5] = time(event);
        if (isWanted[2]) {
            numbers[2] = price();
        } else {
            random.skip(1);
        }
        if (isAnyWanted(3, 4)) {
            fillChannel();
        } else {
            random.skip(2);
        }
        if (isWanted[6]) {
            setExtra(6, BID_BYTES - 32);
        }
    }

    private void fillChannel() {
        if (random.below(2) > 0) {
            int channel = random.below(NexmarkTexts.HOT_CHANNELS.length);
            setText(3, NexmarkTexts.HOT_CHANNELS[channel]);
            setText(4, shared.hotUrls[channel]);
        } else {
            int channel = random.below(NexmarkTexts.CHANNELS);
            setText(3, shared.channels[channel]);
            setText(4, shared.urls[channel]);
        }
    }

    private boolean isAnyWanted(int first, int last) {
        boolean isAny = false;
        for (int field = first; field <= last; field++) {
            isAny |= isWanted[field];
        }
        return isAny;
    }

    /** Event time in milliseconds. */
    private long time(long event) {
        return START_MILLIS + (long) (event * microsPerEvent) / 1000;
    }

    /** Number of the newest person there is at an event, from 0. */
    private static long newestPerson(long event) {
        return event / NexmarkTable.EVENTS_PER_ROUND;
    }

    /** Number of the newest auction there is at an event, from 0. */
    private static long newestAuction(long event) {
        long round = event / NexmarkTable.EVENTS_PER_ROUND;
        int slot = (int) (event % NexmarkTable.EVENTS_PER_ROUND);
        if (slot == 0) {
            return Math.max(round * AUCTIONS_PER_ROUND - 1, 0);
        }
        return round * AUCTIONS_PER_ROUND + Math.min(slot, AUCTIONS_PER_ROUND) - 1;
    }

    private long activePerson(long event) {
        long people = newestPerson(event) + 1;
        int active = (int) Math.min(people, PEOPLE_ACTIVE);
        return people - active + random.below(active + ID_LEAD);
    }

    /** From 1 to a million, in cents, each order of magnitude as likely as the others. */
    private long price() {
        return Math.round(Math.pow(10.0, random.nextDouble() * 6.0) * 100.0);
    }

    private int length(int field) {
        return ends[field] - starts[field];
    }

    private void setText(int field, byte[] text) {
        texts[field] = text;
        starts[field] = 0;
        ends[field] = text.length;
    }

    /** A slice of the filling whose length is about the average, which is over 0. */
    private void setExtra(int field, int average) {
        int spread = Math.round(average * 0.2f);
        int length = average - spread + random.below(2 * spread);
        texts[field] = shared.filling;
        starts[field] = random.below(NexmarkTexts.FILLING_BYTES - length);
        ends[field] = starts[field] + length;
    }

    private void setScratch(int field, int start, int end) {
        texts[field] = scratch;
        starts[field] = start;
        ends[field] = end;
    }

    private int put(byte[] text, int at) {
        System.arraycopy(text, 0, scratch, at, text.length);
        return at + text.length;
    }

    private int putFourDigits(int number, int at) {
        scratch[at] = (byte) ('0' + number / 1000);
        scratch[at + 1] = (byte) ('0' + number / 100 % 10);
        scratch[at + 2] = (byte) ('0' + number / 10 % 10);
        scratch[at + 3] = (byte) ('0' + number % 10);
        return at + 4;
    }
}
