package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CompactionTest {

    @TempDir
    private Path directory;

    @Test
    void mergesForReadersAndLeavesFilesAloneWhileNobodyReads() throws IOException, RocksDBException {
        RocksLibrary.load(directory.resolve("native"));
        try (RocksSettings settings = new RocksSettings(8 << 20);
                RocksDB db = RocksDB.open(settings.options(), directory.resolve("db").toString())) {
            Compaction compaction = new Compaction(db);
            compaction.read(10);
            compaction.keepUp();
            assertEquals(Compaction.RUNS_UNREAD, compaction.runs());
            compaction.read(1_000);
            compaction.keepUp();
            assertEquals(Compaction.RUNS_READ, compaction.runs());
            compaction.keepUp();
            assertEquals(Compaction.RUNS_READ, compaction.runs(), "readers may come again");
            for (int commit = 0; commit < 40; commit++) {
                compaction.keepUp();
            }
            assertEquals(Compaction.RUNS_UNREAD, compaction.runs());
        }
    }
}
