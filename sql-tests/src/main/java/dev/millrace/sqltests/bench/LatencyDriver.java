package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Feeds one topic at a fixed rate and watches another: how long it took each event to show there, from just before it
 * was sent to just after it was polled, on one clock. An aggregate's output with count c shows the first c events of
 * its key, so that an output that covers several events is charged for each of them. Single use.
 */
final class LatencyDriver {
    static final int KEYS = 1000;
    static final int PARTITIONS = 2;
    /** Events that are sent slowly until the first output shows that the job runs. */
    private static final int PROBES_MAX = 6000;
    private static final long PROBE_NANOS = 20_000_000;
    private static final long TICK_NANOS = 200_000;
    private static final long DRAINED_WITHIN_NANOS = 20_000_000_000L;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int STEP = 617;
    private static final String PAYLOAD = "abcdefghij".repeat(10);
    private static final int[] FIRST_OF_KEY = new int[KEYS];

    static {
        for (int event = 0; event < KEYS; event++) {
            FIRST_OF_KEY[key(event)] = event;
        }
    }

    private final String brokers;
    private final String in;
    private final String out;
    private final LatencyPattern pattern;
    private final int rate;
    private final int warmUp;
    private final int measured;
    private final long[] sentNanos;
    private final long[] latencyNanos;
    private final int[] shownOfKey = new int[KEYS];
    private volatile boolean isSending = true;
    private volatile boolean hasOutput;
    private volatile int total = Integer.MAX_VALUE;
    private volatile RuntimeException failure;
    private int firstMeasured;
    private long shown;
    private long lagNanosMax;

    LatencyDriver(String brokers, String in, String out, LatencyPattern pattern, int rate, int warmUpSeconds,
            int seconds) {
        this.brokers = brokers;
        this.in = in;
        this.out = out;
        this.pattern = pattern;
        this.rate = rate;
        warmUp = rate * warmUpSeconds;
        measured = rate * seconds;
        sentNanos = new long[PROBES_MAX + warmUp + measured];
        latencyNanos = new long[sentNanos.length];
        Arrays.fill(latencyNanos, -1);
    }

    /** Latencies in milliseconds, sorted, of the events that were measured; how many of them never showed. */
    record Figures(double[] millis, int missing, double driverLagMillis) {
        double at(double quantile) {
            return millis.length == 0 ? Double.NaN
                    : millis[(int) Math.min(millis.length - 1L, (long) (millis.length * quantile))];
        }
    }

    /**
     * Sends and watches until all has shown, or does not any more.
     *
     * @param isolation   of the reader: what it takes for an output to count
     * @param isAlive     whether the job is still there
     * @param whenCounted called when the warm-up is over
     */
    Figures run(String isolation, BooleanSupplier isAlive, Runnable whenCounted) throws IOException {
        Thread watcher = Thread.ofPlatform().daemon().name("watcher").start(() -> watch(isolation));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers,
                "linger.ms", 0, "acks", "1", "enable.idempotence", false), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int probes = probe(producer, isAlive);
            firstMeasured = probes + warmUp;
            total = firstMeasured + measured;
            sendAll(producer, probes, whenCounted);
        } finally {
            isSending = false;
            join(watcher);
        }
        if (failure != null) {
            throw new IOException("the output could not be read", failure);
        }
        return figures();
    }

    private static void join(Thread watcher) throws InterruptedIOException {
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private int probe(KafkaProducer<byte[], byte[]> producer, BooleanSupplier isAlive) throws IOException {
        int event = 0;
        while (!hasOutput) {
            if (event == PROBES_MAX || failure != null || !isAlive.getAsBoolean()) {
                total = 0;
                throw new IOException("nothing came out");
            }
            send(producer, event);
            event++;
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return event;
    }

    private void sendAll(KafkaProducer<byte[], byte[]> producer, int begin, Runnable whenCounted) {
        long beginNanos = System.nanoTime();
        boolean isCounted = false;
        int event = begin;
        while (event < total) {
            long due = Math.min(total, begin + (System.nanoTime() - beginNanos) * rate / 1_000_000_000L + 1);
            if (event >= due) {
                LockSupport.parkNanos(TICK_NANOS);
                continue;
            }
            if (event >= firstMeasured && !isCounted) {
                isCounted = true;
                whenCounted.run();
            }
            for (; event < due; event++) {
                send(producer, event);
                if (event >= firstMeasured) {
                    long dueNanos = beginNanos + (event - begin) * 1_000_000_000L / rate;
                    lagNanosMax = Math.max(lagNanosMax, sentNanos[event] - dueNanos);
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is lost is missing in the output
    private void send(KafkaProducer<byte[], byte[]> producer, int event) {
        int key = key(event);
        String value = "{\"id\":" + event + ",\"k\":" + key + ",\"v\":" + event % 1000 + ",\"p\":\"" + PAYLOAD + "\"}";
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        sentNanos[event] = System.nanoTime();
        producer.send(new ProducerRecord<>(in, key % PARTITIONS, null, bytes));
    }

    /** Keys are dealt so that every key gets the same share, in an order that is not sequential. */
    private static int key(int event) {
        return (int) ((long) event * STEP % KEYS);
    }

    private void watch(String isolation) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers,
                "isolation.level", isolation, "max.poll.records", 100_000, "auto.offset.reset", "earliest",
                "enable.auto.commit", false), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(out).stream()
                    .map(info -> new TopicPartition(out, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long stoppedNanos = 0;
            while (isSending || shown < expected() && System.nanoTime() - stoppedNanos < DRAINED_WITHIN_NANOS) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value() != null) {
                        show(new String(record.value(), StandardCharsets.UTF_8), System.nanoTime());
                    }
                }
                stoppedNanos = isSending ? System.nanoTime() : stoppedNanos;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void show(String value, long now) {
        hasOutput = true;
        if (pattern != LatencyPattern.AGG) {
            mark(number(value, "\"id\":"), now);
            return;
        }
        int key = number(value, "\"k\":");
        int count = number(value, "\"cnt\":");
        while (shownOfKey[key] < count) {
            mark(FIRST_OF_KEY[key] + shownOfKey[key] * KEYS, now);
            shownOfKey[key]++;
        }
    }

    private void mark(int event, long now) {
        if (latencyNanos[event] < 0) {
            latencyNanos[event] = now - sentNanos[event];
            shown++;
        }
    }

    static int number(String json, String field) {
        int at = json.indexOf(field) + field.length();
        while (json.charAt(at) == ' ') {
            at++;
        }
        int end = at;
        while (end < json.length() && Character.isDigit(json.charAt(end))) {
            end++;
        }
        return Integer.parseInt(json, at, end, 10);
    }

    private long expected() {
        long count = 0;
        for (int event = 0; event < total; event++) {
            count += pattern.shows(event) ? 1 : 0;
        }
        return count;
    }

    private Figures figures() {
        double[] millis = new double[measured];
        int count = 0;
        int missing = 0;
        for (int event = firstMeasured; event < total; event++) {
            if (!pattern.shows(event)) {
                continue;
            }
            if (latencyNanos[event] < 0) {
                missing++;
            } else {
                millis[count++] = latencyNanos[event] / 1e6;
            }
        }
        double[] seen = Arrays.copyOf(millis, count);
        Arrays.sort(seen);
        return new Figures(seen, missing, lagNanosMax / 1e6);
    }
}
