package dev.millrace.sqltests;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.millrace.sqltests.corpus.SqliteCorpus;
import dev.millrace.sqltests.replay.Replay;
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

    @Option(names = "--jobs", paramLabel = "N", description = "So many own servers side by side (1).")
    private int jobs = 1;

    @Option(names = "--replay", paramLabel = "NAME", split = ",",
            description = "How scripts are told: as-written (default), row-per-epoch, views-last, "
                    + "as-views, ghosts, restarts, tiny-state, or all.")
    private List<String> replayNames = List.of("as-written");

    @Option(names = "--corpus", description = "Run the SQLite corpus, each script as written and as views; all of it, "
            + "unless --files or --seconds say less.")
    private boolean wantsCorpus;

    @Option(names = "--files", paramLabel = "N", description = "So many scripts of the corpus, chosen by the seed.")
    private int corpusFilesMax = Integer.MAX_VALUE;

    @Option(names = "--queries", paramLabel = "N", description = "So many queries of each script, chosen by the seed.")
    private int corpusQueriesMax = Integer.MAX_VALUE;

    @Option(names = "--seconds", paramLabel = "N", description = "Begin no script of the corpus after so long.")
    private long corpusSecondsMax = Long.MAX_VALUE / 1_000_000_000L;

    @Option(names = "--match", paramLabel = "TEXT", description = "Only scripts of the corpus with this in their name.")
    private String corpusMatch = "";

    @Option(names = "--seed", paramLabel = "N", description = "What chance is made from (1).")
    private long seed = 1;

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
        List<Replay> replays = replayNames.contains("all") ? List.of(Replay.values())
                : replayNames.stream().map(Replay::named).toList();
        Tally tally = new Tally(out);
        try {
            if (wantsCorpus) {
                runCorpus(tally);
            } else {
                for (Replay replay : replays) {
                    run(replay, tally);
                }
            }
        } catch (SQLException e) {
            out.println("millrace: cannot reach the server: " + e.getMessage());
            return 1;
        }
        return tally.finish();
    }

    private void run(Replay replay, Tally tally) throws IOException, SQLException {
        List<Workers.Task> tasks = new ArrayList<>();
        for (Path file : files()) {
            tasks.add((target, engine) -> {
                Optional<Report> report = run(file, replay, target, engine);
                if (report.isPresent()) {
                    tally.add(report.get(), replay);
                    if (completes) {
                        Completion.write(file, report.get());
                    }
                }
            });
        }
        Workers.run(jobs(), () -> open(replay), tasks);
    }

    private void runCorpus(Tally tally) throws IOException, SQLException {
        long deadline = System.nanoTime() + corpusSecondsMax * 1_000_000_000L;
        SqliteCorpus corpus = new SqliteCorpus(seed);
        List<Workers.Task> tasks = new ArrayList<>();
        corpus.names().stream().filter(n -> n.contains(corpusMatch)).limit(corpusFilesMax)
                .forEach(name -> tasks.add((target, engine) -> {
                    if (System.nanoTime() - deadline < 0) {
                        run(corpus, name, target, engine, tally);
                    }
                }));
        Workers.run(jobs(), () -> open(Replay.AS_WRITTEN), tasks);
    }

    private void run(SqliteCorpus corpus, String name, Target target, Engine engine, Tally tally) throws IOException {
        try {
            Script script = corpus.script(name, engine, corpusQueriesMax);
            for (Replay replay : List.of(Replay.AS_WRITTEN, Replay.AS_VIEWS)) {
                replay.apply(script, seed)
                        .ifPresent(s -> tally.add(ScriptRunner.run(s, target, engine, sql -> { }), replay));
            }
        } catch (ScriptSyntaxException e) {
            tally.add(Report.unreadable(name, e.getMessage()), Replay.AS_WRITTEN);
        }
    }

    private Target open(Replay replay) throws IOException {
        return url == null ? OwnServer.start(replay.serverArguments(), Map.of()) : Target.at(url);
    }

    /** On a server that others run there is one place for all scripts, so one runs at a time. */
    private int jobs() {
        return url == null ? jobs : 1;
    }

    /** Nothing where the script gives this replay no occasion. */
    private Optional<Report> run(Path file, Replay replay, Target target, Engine engine) throws IOException {
        try {
            Optional<Script> script = replay.apply(SltParser.parse(file, engine.scriptNames()), seed);
            return script.map(s -> ScriptRunner.run(s, target, engine, sql -> {
                if (verbose) {
                    out.println(sql);
                }
            }));
        } catch (ScriptSyntaxException e) {
            return Optional.of(Report.unreadable(file.toString(), e.getMessage()));
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
