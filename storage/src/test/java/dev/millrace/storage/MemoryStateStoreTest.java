package dev.millrace.storage;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MemoryStateStoreTest extends StateStoreContract {
    @Override
    StateStore open() {
        return new MemoryStateStore();
    }

    @Override
    StateStore reopen(StateStore closed) {
        return ((MemoryStateStore) closed).reopen();
    }

    @Test
    void aFailedCommitLeavesNothing() throws IOException {
        MemoryStateStore store = new MemoryStateStore();
        byte[] key = "a".getBytes(UTF_8);
        store.failAfter(1);
        try (Checkpoint checkpoint = store.begin(1)) {
            checkpoint.put(1, key, key);
            assertThrows(IOException.class, checkpoint::commit);
        }
        assertEquals(StateStore.NO_EPOCH, store.checkpointEpoch());
        assertNull(store.get(1, key));
        try (Checkpoint checkpoint = store.begin(1)) {
            checkpoint.put(1, key, key);
            checkpoint.commit();
        }
        assertEquals(1, store.checkpointEpoch());
    }
}
