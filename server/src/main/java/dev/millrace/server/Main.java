package dev.millrace.server;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.slf4j.LoggerFactory;

import dev.millrace.server.config.ConfigException;
import dev.millrace.server.config.ConfigKey;
import dev.millrace.server.config.ConfigReader;
import dev.millrace.server.config.ServerConfig;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code millrace server}: runs the database in the foreground until SIGTERM. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            ServerConfig config = configuration(arguments, System.getenv(), out);
            if (config == null) {
                return 0;
            }
            return serve(config, out);
        } catch (CommandLine.UnmatchedArgumentException e) {
            String unknown = e.getUnmatched().getFirst();
            List<String> known = Stream.of(ConfigKey.values()).map(ConfigKey::flag).toList();
            err.println("millrace: unknown option " + unknown + ConfigReader.suggestion(unknown, known));
            return 2;
        } catch (CommandLine.ParameterException e) {
            err.println("millrace: " + e.getMessage());
            return 2;
        } catch (ConfigException e) {
            err.println("millrace: " + e.getMessage());
            return 2;
        } catch (StartException e) {
            err.println("millrace: " + e.getMessage());
            return 1;
        }
    }

    /** What the arguments, the environment and the file say; null when help was asked for, and printed. */
    static ServerConfig configuration(String[] arguments, Map<String, String> environment, PrintStream out)
            throws ConfigException {
        CommandLine command = new CommandLine(specification()).setOut(new PrintWriter(out, true, out.charset()));
        CommandLine.ParseResult parsed = command.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(parsed)) {
            return null;
        }
        Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            if (parsed.hasMatchedOption(key.flag())) {
                flags.put(key, parsed.matchedOptionValue(key.flag(), ""));
            }
        }
        Path file = parsed.matchedOptionValue("--config", null);
        return ConfigReader.read(flags, environment, file);
    }

    private static CommandSpec specification() {
        CommandSpec specification = CommandSpec.create().name("bin/millrace server");
        specification.usageMessage().description("Runs the database in the foreground.").sortOptions(false);
        for (ConfigKey key : ConfigKey.values()) {
            String initial = key.initial().isEmpty() ? "" : " (default " + key.initial() + ")";
            specification.addOption(OptionSpec.builder(key.flag())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(key.description() + initial)
                    .build());
        }
        specification.addOption(OptionSpec.builder("--config")
                .type(Path.class)
                .paramLabel("FILE")
                .description("a TOML file with the same names, e.g. data_dir = \"/var/lib/millrace\"")
                .build());
        specification.addOption(OptionSpec.builder("--help").usageHelp(true).description("print this text").build());
        return specification;
    }

    private static int serve(ServerConfig config, PrintStream out) throws StartException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.logLevel()));
        Server server = Server.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        // Java's own exit status after SIGTERM is 143; halting in the hook, when all is done, makes it 0.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
            Runtime.getRuntime().halt(0);
        }, "shutdown"));
        String host = config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host();
        out.println("Millrace " + Server.VERSION + " serves " + config.dataDirectory() + " on " + host + ":"
                + server.port());
        out.println("psql -h " + host + " -p " + server.port() + " -U " + Server.USER + " " + Server.DATABASE);
        out.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
