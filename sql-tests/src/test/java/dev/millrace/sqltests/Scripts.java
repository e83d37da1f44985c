package dev.millrace.sqltests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        return tests(target, engine, replays, (script, replay) -> true);
    }

    /** The same for those scripts and tellings alone that {@code wanted} names. */
    static Stream<DynamicTest> tests(
            Target target, Engine engine, List<Replay> replays, BiPredicate<Script, Replay> wanted)
            throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Replay replay : replays) {
            for (Path file : files()) {
                Script written = parse(file, engine);
                if (!wanted.test(written, replay)) {
                    continue;
                }
                Optional<Script> script = replay.apply(written, SEED);
                script.ifPresent(s -> tests.add(DynamicTest.dynamicTest(
                        name(file) + " " + replay.scriptName(), () -> check(s, target, engine))));
            }
        }
        return tests.stream();
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

    private static void check(Script script, Target target, Engine engine) {
        Report report = ScriptRunner.run(script, target, engine, sql -> { });
        assertTrue(report.isGreen(), report::explanation);
    }
}
