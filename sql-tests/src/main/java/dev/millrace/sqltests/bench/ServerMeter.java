package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Set;

import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/** What a server's process has used so far, asked of its virtual machine. */
final class ServerMeter implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection machine;

    /** Totals since the process began; seconds. */
    record Reading(double cpuSeconds, double gcSeconds) {
        Reading minus(Reading earlier) {
            return new Reading(cpuSeconds - earlier.cpuSeconds, gcSeconds - earlier.gcSeconds);
        }
    }

    @SuppressWarnings("BanJNDI") // the other end is a process that this one started
    ServerMeter(long pid) throws IOException {
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

    Reading read() throws IOException {
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

    /** A full collection, so that a measurement does not pay for what was before it. */
    void collectGarbage() throws IOException {
        try {
            machine.invoke(new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME), "gc", new Object[0], new String[0]);
        } catch (JMException e) {
            throw new IOException("cannot collect the server's garbage", e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
