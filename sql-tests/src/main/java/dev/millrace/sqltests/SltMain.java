package dev.millrace.sqltests;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.millrace.sqltests.run.Completion;
import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.Report;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.script.ScriptSyntaxException;
import dev.millrace.sqltests.script.SltParser;
import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.Target;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/millrace slt}: runs scripts and says what is not as they expect. Exit code 0 when all is, 1 when not. */
@Command(name = "millrace slt", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs SQL logic tests against a running server, or against one of its own.")
public final class SltMain implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "Scripts, or folders of *.slt and *.test files.")
    private List<Path> paths = List.of();

    @Option(names = "--url", paramLabel = "JDBC-URL",
            description = "A server that runs already; PostgreSQL will do for standard SQL.")
    private String url;

    @Option(names = "--complete", description = "Write the answers into the scripts, in the place of what they expect.")
    private boolean completes;

    @Option(names = {"-v", "--verbose"}, description = "Print every statement.")
    private boolean verbose;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        System.exit(new CommandLine(new SltMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        int passed = 0;
        int failed = 0;
        try (Target target = url == null ? OwnServer.start() : Target.at(url)) {
            Engine engine = ScriptRunner.engineOf(target);
            for (Path file : files()) {
                Report report = run(file, target, engine);
                if (completes) {
                    Completion.write(file, report);
                }
                out.println((report.isGreen() ? "ok    " : "FAIL  ") + report.script() + "  (" + report.passed() + ")");
                out.print(report.explanation());
                passed += report.isGreen() ? 1 : 0;
                failed += report.isGreen() ? 0 : 1;
            }
        } catch (SQLException e) {
            out.println("millrace: cannot reach the server: " + e.getMessage());
            return 1;
        }
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private Report run(Path file, Target target, Engine engine) throws IOException {
        try {
            Script script = SltParser.parse(file, engine.scriptNames());
            return ScriptRunner.run(script, target, engine, sql -> {
                if (verbose) {
                    out.println(sql);
                }
            });
        } catch (ScriptSyntaxException e) {
            return Report.unreadable(file.toString(), e.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> walk = Files.walk(path)) {
                walk.filter(p -> p.toString().endsWith(".slt") || p.toString().endsWith(".test")).sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
