package dev.millrace.sqltests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.Report;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.script.ScriptSyntaxException;
import dev.millrace.sqltests.script.SltParser;
import dev.millrace.sqltests.server.Target;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The scripts of {@code src/test/resources/slt}, and the examples of {@code docs}, as tests, one for each telling that
 * a script gives occasion for.
 */
final class Scripts {
    private static final Path FOLDER = Path.of("src/test/resources/slt");
    private static final Path EXAMPLES = Path.of("../docs/examples");
    private static final long SEED = 1;

    private Scripts() {
    }

    static Stream<DynamicTest> tests(Target target, Engine engine, List<Replay> replays) throws IOException {
        return tellings(engine, replays, (script, replay) -> true).stream()
                .map(telling -> telling.test(() -> ScriptRunner.run(telling.script(), target, engine, sql -> { })));
    }

    /** A script in one of its tellings. */
    record Telling(String name, Script script) {
        DynamicTest test(Callable<Report> teller) {
            return DynamicTest.dynamicTest(name, () -> {
                Report report = teller.call();
                assertTrue(report.isGreen(), report::explanation);
            });
        }
    }

    /** Those tellings that {@code wanted} names, of those that a script gives occasion for. */
    static List<Telling> tellings(Engine engine, List<Replay> replays, BiPredicate<Script, Replay> wanted)
            throws IOException {
        List<Telling> tellings = new ArrayList<>();
        for (Replay replay : replays) {
            for (Path file : files()) {
                Script written = parse(file, engine);
                if (!wanted.test(written, replay)) {
                    continue;
                }
                Optional<Script> script = replay.apply(written, SEED);
                script.ifPresent(s -> tellings.add(new Telling(name(file) + " " + replay.scriptName(), s)));
            }
        }
        return tellings;
    }

    private static String name(Path file) {
        return (file.startsWith(FOLDER) ? FOLDER : EXAMPLES.getParent()).relativize(file).toString();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> scripts = Files.walk(FOLDER);
                Stream<Path> examples = Files.walk(EXAMPLES)) {
            List<Path> files = Stream.concat(scripts, examples)
                    .filter(path -> path.toString().endsWith(".slt"))
                    .sorted()
                    .toList();
            assertFalse(files.isEmpty(), "no scripts in " + FOLDER.toAbsolutePath());
            return files;
        }
    }

    private static Script parse(Path file, Engine engine) throws IOException {
        try {
            return SltParser.parse(file, engine.scriptNames());
        } catch (ScriptSyntaxException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
