package dev.millrace.sqltests.trial;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Payments that come at fixed moments, a part of them of one card, and how long it took until each was seen in its
 * card's features. Each is timed from its moment, so that who waits in line is not forgotten. For one thread but for
 * what is said of the last second.
 */
final class Payments {
    static final String INSERT =
            "INSERT INTO payment (id, card, merchant, country, amount) VALUES ($1, $2, $3, $4, $5)";
    private static final int HOT_CARD = 0;

    private final Plan plan;
    private final Crew crew;
    private final long first;
    private final long step;
    private final SplittableRandom random;
    private final AtomicLong done;
    private final AtomicLong slowestNanos;
    private final Times hot = new Times();
    private final Times others = new Times();
    private final Times inserts = new Times();
    private long beginNanos;
    private long next;

    /** @param warmUpSeconds of which nothing is counted */
    record Plan(int rate, int warmUpSeconds, int cards, int hotPercent, long seed) {}

    /** One payment; {@code dueNanos}: its moment, as {@link System#nanoTime} has it. */
    record Payment(long id, int card, int merchant, String country, BigDecimal amount, long dueNanos) {}

    /**
     * Every so many-th of all payments.
     *
     * @param done counts them, for whoever watches
     */
    Payments(Plan plan, Crew crew, long first, long step, AtomicLong done, AtomicLong slowestNanos) {
        this.plan = plan;
        this.crew = crew;
        this.first = first;
        this.step = step;
        this.done = done;
        this.slowestNanos = slowestNanos;
        random = new SplittableRandom(plan.seed() * 1_000 + first);
    }

    /** The first payment's moment is now. */
    void begin() {
        begin(System.nanoTime());
    }

    /** @param nanos the moment of the first of all payments */
    void begin(long nanos) {
        beginNanos = nanos;
        next = first;
    }

    boolean goOn() {
        return crew.goesOn();
    }

    private long due() {
        return beginNanos + TimeUnit.SECONDS.toNanos(next) / plan.rate();
    }

    long nanosUntilDue() {
        return due() - System.nanoTime();
    }

    Payment next() {
        boolean isHot = random.nextInt(100) < plan.hotPercent();
        Payment payment = new Payment(
                next, isHot ? HOT_CARD : 1 + random.nextInt(plan.cards() - 1), random.nextInt(50),
                random.nextInt(20) == 0 ? "FR" : "US", BigDecimal.valueOf(random.nextLong(1, 100_000), 2), due());
        next += step;
        return payment;
    }

    /** The features of the payment's card were read: how many payments they tell of, and which is the newest. */
    void seen(Payment payment, long insertedNanos, long count, long newest) {
        if (count < 1 || newest < payment.id()) {
            throw new AssertionError(
                    "payment " + payment.id() + " is not in the features of card " + payment.card());
        }
        long nanos = System.nanoTime() - payment.dueNanos();
        done.incrementAndGet();
        slowestNanos.accumulateAndGet(nanos, Math::max);
        if (payment.dueNanos() >= beginNanos + TimeUnit.SECONDS.toNanos(plan.warmUpSeconds())) {
            (payment.card() == HOT_CARD ? hot : others).add(nanos);
            inserts.add(insertedNanos - payment.dueNanos());
        }
    }

    Times hot() {
        return hot;
    }

    Times others() {
        return others;
    }

    Times inserts() {
        return inserts;
    }
}
