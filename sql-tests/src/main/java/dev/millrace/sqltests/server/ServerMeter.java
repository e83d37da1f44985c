package dev.millrace.sqltests.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/** What a server's process has used so far, asked of its virtual machine. */
public final class ServerMeter implements AutoCloseable {
    /** The unit of /proc, the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection machine;

    /** Totals since the process began; seconds. */
    public record Reading(double cpuSeconds, double gcSeconds) {
        public Reading minus(Reading earlier) {
            return new Reading(cpuSeconds - earlier.cpuSeconds, gcSeconds - earlier.gcSeconds);
        }
    }

    @SuppressWarnings("BanJNDI") // the other end is a process that this one started
    public ServerMeter(long pid) throws IOException {
        this.pid = pid;
        try {
            VirtualMachine virtual = VirtualMachine.attach(Long.toString(pid));
            try {
                connector = JMXConnectorFactory.connect(new JMXServiceURL(virtual.startLocalManagementAgent()));
            } finally {
                virtual.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot look into process " + pid, e);
        }
        machine = connector.getMBeanServerConnection();
    }

    public Reading read() throws IOException {
        try {
            long cpuNanos = (Long) machine.getAttribute(
                    new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuTime");
            long gcMillis = 0;
            Set<ObjectName> collectors = machine.queryNames(
                    new ObjectName(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*"), null);
            for (ObjectName collector : collectors) {
                gcMillis += (Long) machine.getAttribute(collector, "CollectionTime");
            }
            return new Reading(cpuNanos / 1e9, gcMillis / 1e3);
        } catch (JMException e) {
            throw new IOException("cannot read what the server used", e);
        }
    }

    /** CPU seconds so far by the names of threads, those of one kind together; ended threads count no more. */
    public Map<String, Double> threadSeconds() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(process("task"))) {
            for (Path thread : threads.toList()) {
                // The name stands in parentheses and may hold blanks; user and system time are the 12th and 13th after.
                String line = Files.readString(thread.resolve("stat"));
                int nameEnd = line.lastIndexOf(')');
                String[] numbers = line.substring(nameEnd + 2).split(" ");
                String name = line.substring(line.indexOf('(') + 1, nameEnd).replaceAll("[#-]?[0-9-]+$", "").strip();
                double ticks = Double.parseDouble(numbers[11]) + Double.parseDouble(numbers[12]);
                seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
            }
        }
        return seconds;
    }

    /** A full collection, so that a measurement does not pay for what was before it. */
    public void collectGarbage() throws IOException {
        try {
            machine.invoke(new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME), "gc", new Object[0], new String[0]);
        } catch (JMException e) {
            throw new IOException("cannot collect the server's garbage", e);
        }
    }

    /**
     * What a server holds at a moment, its garbage collected.
     *
     * @param heapBytes of the objects that are alive
     * @param residentBytes of the whole process; grows with what lies outside of the heap alone where the heap was
     *     touched at the start
     */
    public record Holding(long heapBytes, long residentBytes, int threads, int files) {}

    public Holding holding() throws IOException {
        // Twice: what the first collection queues for cleaning, the second finds cleaned.
        collectGarbage();
        collectGarbage();
        try {
            MemoryUsage heap = MemoryUsage.from((CompositeData) machine.getAttribute(
                    new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME), "HeapMemoryUsage"));
            int threads = (Integer) machine.getAttribute(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "ThreadCount");
            try (Stream<Path> files = Files.list(process("fd"))) {
                return new Holding(heap.getUsed(), residentBytes(), threads, Math.toIntExact(files.count()));
            }
        } catch (JMException e) {
            throw new IOException("cannot read what the server holds", e);
        }
    }

    private Path process(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private long residentBytes() throws IOException {
        return Files.readAllLines(process("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " is gone"));
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
