package dev.millrace.executor.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** An epoch in a flight recording: where its time went, from when its first row came until readers were given it. */
@Name("dev.millrace.Epoch")
@Label("Epoch")
@Category("Millrace")
@Description("One turn of the engine: commits and rows of sources that become visible together")
@StackTrace(false)
@Threshold("100 us")
final class EpochEvent extends Event {

    @Label("Epoch")
    long epoch;

    @Label("Commits")
    int commits;

    @Label("Batches of Sources")
    int batches;

    @Label("Waited")
    @Description("What waited longest, until the engine began with it")
    @Timespan
    long waited;

    @Label("Logging")
    @Timespan
    long logging;

    @Label("Operators")
    @Description("Tables, and views and sinks' queries that read what changed")
    @Timespan
    long operators;

    @Label("Following")
    @Description("Handing changes to subscriptions, backfills and sinks")
    @Timespan
    long following;

    @Label("Showing")
    @Description("Publishing, and the disk where this thread waits for it")
    @Timespan
    long showing;
}
