package dev.millrace.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.millrace.cli.server.ChildServer;
import dev.millrace.cli.sql.Consoles;
import dev.millrace.cli.sql.Shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/millrace demo}. */
@Command(name = "demo", sortOptions = false,
        description = "Starts a server on a temporary directory, feeds it the Nexmark auction, and shows a live view.")
public final class DemoCommand implements Callable<Integer> {
    private static final String LIVE = "SELECT * FROM hot_auctions ORDER BY window_end DESC, place LIMIT 10";

    /** What is shown at the end of a run without a terminal: a heading, and the query under it. */
    private static final Map<String, String> RESULTS = new LinkedHashMap<>();

    static {
        RESULTS.put("The auctions with the most bids in ten seconds (hot_auctions)", LIVE);
        RESULTS.put("What is bid in each category (category_prices)",
                "SELECT * FROM category_prices ORDER BY category LIMIT 10");
        RESULTS.put("Who bids too often (hasty_bidders)",
                "SELECT * FROM hasty_bidders ORDER BY window_end DESC, bids DESC, bidder LIMIT 10");
    }

    @Option(names = "--seconds", paramLabel = "N",
            description = "run so long without a terminal, print the result, and end")
    private Integer seconds;

    @Option(names = "--port", paramLabel = "P", description = "the server's port (any that is free)")
    private int port;

    @Option(names = {"-?", "-h", "--help"}, usageHelp = true, description = "this text")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean asksHelp;

    @Override
    public Integer call() {
        try (ChildServer server = new ChildServer(null, port)) {
            System.out.println("Starting a server on a temporary directory ...");
            server.start();
            System.out.println("It answers: psql -h 127.0.0.1 -p " + server.port() + " -U millrace millrace");
            return run(server);
        } catch (IOException e) {
            System.err.println("millrace: the demo could not be run: " + e.getMessage());
            return 1;
        }
    }

    private int run(ChildServer server) throws IOException {
        Shell shell = new Shell("127.0.0.1", server.port());
        List<String> script = script();
        if (seconds == null && Consoles.isAttended()) {
            return shell.showLive(script, LIVE, new Pace());
        }
        return watch(shell, script, seconds == null ? 20 : seconds);
    }

    /** Without a terminal: a line each second, then the views. */
    private int watch(Shell shell, List<String> script, int howLong) {
        Pace pace = new Pace();
        return shell.runUnattended(script, run -> {
            pace.read(run.connection());
            for (int second = 1; second <= howLong; second++) {
                run.pause(1000);
                pace.read(run.connection());
                System.out.println(second + " s: " + pace.text());
            }
            System.out.println();
            RESULTS.forEach((heading, sql) -> {
                System.out.println(heading + ":\n");
                run.print(sql);
            });
            System.out.println(pace.summary());
        });
    }

    private static List<String> script() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("demo.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
