package dev.millrace.sqltests;

import java.io.PrintStream;

import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Report;

/** Counts and prints the reports of a run. */
final class Tally {
    private final PrintStream out;
    private int passed;
    private int failed;

    Tally(PrintStream out) {
        this.out = out;
    }

    void add(Report report, Replay replay) {
        String telling = replay == Replay.AS_WRITTEN ? "" : "  " + replay.scriptName();
        add(report, telling);
    }

    void add(Report report, String telling) {
        out.println((report.isGreen() ? "ok    " : "FAIL  ") + report.script() + telling + "  (" + report.passed()
                + ")");
        out.print(report.explanation());
        passed += report.isGreen() ? 1 : 0;
        failed += report.isGreen() ? 0 : 1;
    }

    /** Prints the sum and answers the exit code. */
    int finish() {
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }
}
