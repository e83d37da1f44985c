package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest extends StateStoreContract {
    private static final RocksStateStore.Options SMALL = new RocksStateStore.Options(8 << 20, 4 << 20);

    @TempDir
    private Path directory;

    @Override
    StateStore open() throws IOException {
        return RocksStateStore.open(directory, SMALL);
    }

    @Override
    StateStore reopen(StateStore closed) throws IOException {
        return open();
    }
}
