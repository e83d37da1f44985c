package dev.millrace.executor.connector.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A real broker of one node in a process of its own, on loopback; one for all tests of a JVM. */
final class TestBroker {

    private static TestBroker shared;

    private final Path folder;
    private final int port;
    private Process process;

    private TestBroker() throws IOException {
        folder = Files.createTempDirectory("millrace-test-broker");
        int[] ports = freePorts();
        port = ports[0];
        Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                transaction.abort.timed.out.transaction.cleanup.interval.ms=500
                broker.heartbeat.interval.ms=200
                broker.session.timeout.ms=2000
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                auto.create.topics.enable=false
                """.formatted(ports[0], ports[1], folder.resolve("log")));
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    }

    static synchronized TestBroker shared() {
        if (shared == null) {
            try {
                shared = new TestBroker();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    /** Starts the process; data of an earlier one is still there. Returns when the broker answers. */
    void start() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(),
                            folder.resolve("server.properties").toString(), folder.resolve("log").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Admin admin = admin()) {
            get(admin.describeCluster().nodes().toCompletionStage().toCompletableFuture());
        }
    }

    /** Kills the process without goodbye. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void remove() {
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers()));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    void createTopic(String topic, int partitions) {
        try (Admin admin = admin()) {
            NewTopic made = new NewTopic(topic, partitions, (short) 1);
            get(admin.createTopics(List.of(made)).all().toCompletionStage().toCompletableFuture());
        }
    }

    void addPartitions(String topic, int partitions) {
        try (Admin admin = admin()) {
            Map<String, NewPartitions> more = Map.of(topic, NewPartitions.increaseTo(partitions));
            get(admin.createPartitions(more).all().toCompletionStage().toCompletableFuture());
        }
    }

    void send(String topic, int partition, String... values) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, topic, partition, values);
        }
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", servers());
        properties.put("linger.ms", 0);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, String... values) {
        for (String value : values) {
            byte[] bytes = value == null ? null : value.getBytes(UTF_8);
            get(producer.send(new ProducerRecord<>(topic, partition, null, bytes)));
        }
    }

    /** Everything committed in a topic, as {@code key=value}, partition by partition. */
    List<String> contents(String topic) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", servers(), "isolation.level", "read_committed", "auto.offset.reset", "earliest",
                "enable.auto.commit", false);
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    found.add(text(record.key()) + "=" + text(record.value()));
                }
            }
        }
        return found;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
