package dev.millrace.storage;

/** The whole state as one checkpoint left it, unmoved by later ones until it is closed. */
public interface StateSnapshot extends StateReader, AutoCloseable {
    /** The epoch of the checkpoint it shows; {@link StateStore#NO_EPOCH} if there was none yet. */
    long epoch();

    /** What that checkpoint, or one before it, noted under the name; null if nothing. */
    byte[] metadata(String name);

    /** Cursors opened from it stay valid. */
    @Override
    void close();
}
