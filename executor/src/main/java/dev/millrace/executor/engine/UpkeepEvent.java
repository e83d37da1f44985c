package dev.millrace.executor.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** What the engine's thread did between two epochs, in a flight recording: the next epoch waited for it. */
@Name("dev.millrace.Upkeep")
@Label("Upkeep")
@Category("Millrace")
@Description("Work of the engine's thread between two epochs")
@StackTrace(false)
@Threshold("100 us")
final class UpkeepEvent extends Event {

    @Label("Work")
    String work;

    /** Runs a piece of work, and tells of it. */
    static void during(String work, Runnable piece) {
        UpkeepEvent event = new UpkeepEvent();
        event.begin();
        try {
            piece.run();
        } finally {
            event.end();
            if (event.shouldCommit()) {
                event.work = work;
                event.commit();
            }
        }
    }
}
