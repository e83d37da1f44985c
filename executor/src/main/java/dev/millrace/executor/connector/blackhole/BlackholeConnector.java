package dev.millrace.executor.connector.blackhole;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.data.DeltaBatch;

/** {@code connector = 'blackhole'}: results are computed, counted by their epoch, and let go. Has no options. */
public final class BlackholeConnector implements Connector {

    @Override
    public String name() {
        return "blackhole";
    }

    @Override
    public void checkSink(SinkSpec spec) {
        new ConnectorOptions(name(), spec.options()).finish();
    }

    @Override
    public Sink openSink(SinkSpec spec) {
        return new Blackhole();
    }

    private static final class Blackhole implements Sink {

        @Override
        public long recover() {
            return NO_EPOCH;
        }

        @Override
        public boolean needsConsolidation() {
            return false;
        }

        @Override
        public void write(long epoch, DeltaBatch delta) {
            // that is the point
        }

        @Override
        public void commit(long epoch) {
            // nothing to make visible
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.AT_LEAST_ONCE;
        }

        @Override
        public ConnectorStatus status() {
            return ConnectorStatus.RUNNING;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
