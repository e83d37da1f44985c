package dev.millrace.executor.state;

/** Takes changed entries of state tables at a checkpoint cut. Bytes are copied before a call returns. */
public interface StateWriter {

    void put(int table, byte[] key, int keyStart, int keyEnd, byte[] value, int valueStart, int valueEnd);

    void delete(int table, byte[] key, int keyStart, int keyEnd);
}
