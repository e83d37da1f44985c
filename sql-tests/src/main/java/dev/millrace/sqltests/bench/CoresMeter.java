package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a measurement cost this process and others, and how many cores everything else kept busy meanwhile: near zero,
 * the measurement had the machine to itself.
 */
final class CoresMeter {
    private static final double TICKS_PER_SECOND = 100;
    /** Of the first line of /proc/stat: user, nice, system, irq, softirq, steal. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private final long beginNanos = System.nanoTime();
    private final double own = ownSeconds();
    private final double busy = busySeconds();
    private final double gc = gcSeconds();
    private final Map<String, ProcessTree> others = new TreeMap<>();
    private final Map<String, Double> before = new TreeMap<>();

    /** Counts another process and its children by this name, and not among the rest. */
    CoresMeter with(String name, ProcessTree process) {
        others.put(name, process);
        before.put(name, process.cpuSeconds());
        return this;
    }

    /** Adds the figures: cpu_s and gc_s of this process, NAME_cpu_s of the others, other_cores. */
    JsonLine on(JsonLine line) {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        double cpu = ownSeconds() - own;
        double known = cpu;
        line.put("cpu_s", cpu, 2).put("gc_s", gcSeconds() - gc, 2);
        for (Map.Entry<String, ProcessTree> other : others.entrySet()) {
            double cost = other.getValue().cpuSeconds() - before.get(other.getKey());
            known += cost;
            line.put(other.getKey() + "_cpu_s", cost, 2);
        }
        return line.put("other_cores", Math.max(0, busySeconds() - busy - known) / seconds, 2);
    }

    private static double ownSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9 : 0;
    }

    private static double gcSeconds() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() / 1e3;
    }

    /** Nothing where there is no Linux to tell. */
    private static double busySeconds() {
        try {
            String[] cells = Files.readString(Path.of("/proc/stat")).split("\n", 2)[0].trim().split("\\s+");
            long ticks = 0;
            for (int cell : BUSY) {
                ticks += Long.parseLong(cells[cell]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }
}
