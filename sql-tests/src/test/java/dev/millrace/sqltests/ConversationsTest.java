package dev.millrace.sqltests;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The same messages to Millrace and to PostgreSQL are answered by the same messages. */
final class ConversationsTest {

    private static OwnServer server;
    private static PostgresOracle postgres;

    @BeforeAll
    static void start() throws IOException {
        try {
            postgres = PostgresOracle.start();
        } catch (IOException | RuntimeException e) {
            // It does not run everywhere: then there is nothing to compare with.
            postgres = null;
        }
        assumeTrue(postgres != null);
        server = OwnServer.start();
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            server.close();
            postgres.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> conversations() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : text().split("\n\n")) {
            List<String> lines = block.strip().lines().toList();
            List<String> messages = lines.stream().filter(line -> !line.startsWith("--")).toList();
            tests.add(DynamicTest.dynamicTest(lines.getFirst().replaceFirst("^-- ", ""), () -> assertEquals(
                    answers(postgres.url(), "postgres", messages), answers(server.url(), "millrace", messages))));
        }
        return tests.stream();
    }

    private static String text() throws IOException {
        try (InputStream in = ConversationsTest.class.getResourceAsStream("/clients/conversations.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String answers(String url, String name, List<String> messages) throws IOException {
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        try (Conversation conversation = new Conversation(port, name)) {
            StringBuilder answers = new StringBuilder();
            for (String message : messages) {
                answers.append("> ").append(message).append('\n');
                conversation.say(message);
                if (conversation.isTurnOver(message)) {
                    answers.append(conversation.hear());
                }
            }
            return answers.toString();
        }
    }
}
