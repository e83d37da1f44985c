/**
 * The cellar: bytes, not SQL. What must survive a crash lies here and nowhere else.
 *
 * <p>{@link dev.millrace.storage.DataDirectory} opens one directory for one server. In it lie the
 * {@link dev.millrace.storage.CommitLog} (what was said: one record per epoch, fsynced in groups) and a
 * {@link dev.millrace.storage.StateStore} (what was understood: consolidated rows as ordered byte keys, replaced
 * atomically by checkpoints). Recovery is the last checkpoint plus the log's records after it.
 *
 * <p>The log stands on {@link dev.millrace.storage.Disk}, so that {@link dev.millrace.storage.SimulatedDisk} can fail
 * and crash it at any write; the state store is RocksDB ({@link dev.millrace.storage.RocksStateStore}) or memory
 * ({@link dev.millrace.storage.MemoryStateStore}, for simulations). {@link dev.millrace.storage.OrderedBytes} encodes
 * values so that the order of the bytes is the order of the values.
 *
 * <p>Faults are IOExceptions: {@link dev.millrace.storage.CorruptionException} when bytes are not what was written,
 * {@link dev.millrace.storage.LogPoisonedException} after a failed fsync; reads of state throw them wrapped in an
 * {@link java.io.UncheckedIOException}, because they happen deep inside operators and are never handled there.
 */
package dev.millrace.storage;
