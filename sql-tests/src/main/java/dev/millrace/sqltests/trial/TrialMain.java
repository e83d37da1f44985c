package dev.millrace.sqltests.trial;

import dev.millrace.sqltests.differential.CompatibilityTrial;
import dev.millrace.sqltests.differential.DifferentialTrial;
import dev.millrace.sqltests.differential.TpchTrial;
import dev.millrace.sqltests.psql.ScriptsTrial;
import dev.millrace.sqltests.trial.durability.KillTrial;
import dev.millrace.sqltests.trial.durability.RestartTrial;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code bin/millrace trial NAME}: long proofs that a whole server keeps its promises, each a command of its own. A
 * trial prints what it did as it goes and one line of JSON with its figures at the end; exit code 0 when the promise
 * held, 1 when it did not.
 */
@Command(name = "millrace trial", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Long proofs that a whole server keeps its promises. Each takes --help.",
        subcommands = {CompatibilityTrial.class, CrowdTrial.class, DifferentialTrial.class, DiskTrial.class,
                FeaturesTrial.class, FreshnessTrial.class, HistoryTrial.class, HoursTrial.class,
                InputTrial.class, InterruptTrial.class, KafkaLatencyTrial.class, KafkaTrial.class,
                KillTrial.class, LatencyTrial.class, MoneyTrial.class, NexmarkTrial.class, PoisonTrial.class,
                RestartTrial.class, ScriptsTrial.class, SessionsTrial.class, StateTrial.class, TpchTrial.class})
public final class TrialMain {
    public static void main(String[] args) {
        System.exit(new CommandLine(new TrialMain()).execute(args));
    }
}
