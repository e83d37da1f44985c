package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU time of a process and all its children, those that have ended among them, as Linux counts it. */
final class ProcessTree {
    private static final double TICKS_PER_SECOND = 100;
    /** Fields of /proc/PID/stat, counted from the one behind the name. */
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_USER = 13;
    private static final int ENDED_SYSTEM = 14;

    private final ProcessHandle root;

    ProcessTree(long pid) throws IOException {
        root = ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid));
    }

    /** The tree of the server that the process is a worker of. */
    static ProcessTree ofParent(long pid) throws IOException {
        String[] fields = fields(pid);
        if (fields.length == 0) {
            throw new IOException("process " + pid + " is not on this machine");
        }
        return new ProcessTree(Long.parseLong(fields[PARENT]));
    }

    double cpuSeconds() {
        long ticks = ticks(root.pid());
        for (ProcessHandle child : root.descendants().toList()) {
            ticks += ticks(child.pid());
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        String[] fields = fields(pid);
        if (fields.length == 0) {
            return 0;
        }
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])
                + Long.parseLong(fields[ENDED_USER]) + Long.parseLong(fields[ENDED_SYSTEM]);
    }

    /** Nothing when the process has ended. */
    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (IOException e) {
            return new String[0]; // before the file was opened, or after
        }
    }
}
