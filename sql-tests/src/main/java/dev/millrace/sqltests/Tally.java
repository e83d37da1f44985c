package dev.millrace.sqltests;

import java.io.PrintStream;

import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Report;

/** Counts and prints the reports of a run; several workers add to it. */
final class Tally {
    private final PrintStream out;
    private int passed;
    private int failed;

    Tally(PrintStream out) {
        this.out = out;
    }

    synchronized void add(Report report, Replay replay) {
        String telling = replay == Replay.AS_WRITTEN ? "" : "  " + replay.scriptName();
        String verdict = report.isGreen() ? "ok    " : "FAIL  ";
        out.println(verdict + report.script() + telling + "  (" + report.passed() + ")");
        out.print(report.explanation());
        passed += report.isGreen() ? 1 : 0;
        failed += report.isGreen() ? 0 : 1;
    }

    /** Prints the sum and answers the exit code. */
    synchronized int finish() {
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }
}
