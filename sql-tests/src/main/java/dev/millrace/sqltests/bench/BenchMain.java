package dev.millrace.sqltests.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/millrace bench NAME}: measures, and prints one line of JSON for each measurement. */
@Command(name = "millrace bench", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Measures speed on a server of its own. Each takes --help.",
        subcommands = {CdcBench.class, LatencyBench.class, NexmarkBench.class, ServingBench.class, StartupBench.class})
public final class BenchMain {
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }
}
