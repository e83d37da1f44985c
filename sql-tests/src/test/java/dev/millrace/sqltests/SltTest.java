package dev.millrace.sqltests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.Report;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.script.SltParser;
import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every script of {@code src/test/resources/slt}, one test each, against one server of our own. */
final class SltTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/slt");

    private static OwnServer server;

    @BeforeAll
    static void startServer() throws IOException {
        Assumptions.assumeTrue(SltTest.class.getClassLoader().getResource("dev/millrace/server/Main.class") != null,
                "there is no server yet");
        server = OwnServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(SCRIPTS)) {
            files = walk.filter(p -> p.toString().endsWith(".slt")).sorted().toList();
        }
        assertTrue(files.size() > 0, "no scripts in " + SCRIPTS.toAbsolutePath());
        return files.stream().map(file -> DynamicTest.dynamicTest(SCRIPTS.relativize(file).toString(), () -> {
            Report report =
                    ScriptRunner.run(SltParser.parse(file, Engine.MILLRACE.scriptNames()), server, Engine.MILLRACE,
                    sql -> { });
            assertTrue(report.isGreen(), report::explanation);
        }));
    }
}
