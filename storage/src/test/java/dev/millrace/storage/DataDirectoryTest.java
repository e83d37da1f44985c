package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataDirectoryTest {
    @Test
    void isCreatedAndOpenedAgain(@TempDir Path parent) throws IOException {
        Path path = parent.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertTrue(Files.isDirectory(directory.log()));
            assertTrue(Files.isDirectory(directory.state()));
            assertEquals("1\n", Files.readString(path.resolve("format-version")));
        }
        DataDirectory.open(path).close();
    }

    @Test
    void admitsOneServer(@TempDir Path path) throws IOException {
        try (DataDirectory first = DataDirectory.open(path)) {
            DataDirectoryException e =
                    assertThrows(DataDirectoryException.class, () -> DataDirectory.open(first.path()));
            assertEquals(
                    "data directory " + path
                            + " is in use by another server (this process); stop it, or choose another directory",
                    e.getMessage());
        }
        DataDirectory.open(path).close();
    }

    @Test
    void isLockedAgainstOtherProcesses(@TempDir Path path) throws Exception {
        try (DataDirectory first = DataDirectory.open(path)) {
            String java = ProcessHandle.current().info().command().orElseThrow();
            Process second = new ProcessBuilder(
                    java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    OpenDirectory.class.getName(), first.path().toString()).redirectErrorStream(true).start();
            String said = new String(second.getInputStream().readAllBytes(), UTF_8);
            assertTrue(
                    said.contains("is in use by another server (process " + ProcessHandle.current().pid() + ")"), said);
        }
    }

    /** The other process. */
    static final class OpenDirectory {
        private OpenDirectory() {}

        public static void main(String[] arguments) throws IOException {
            DataDirectory.open(Path.of(arguments[0])).close();
        }
    }

    @Test
    void refusesANewerFormat(@TempDir Path path) throws IOException {
        DataDirectory.open(path).close();
        Files.writeString(path.resolve("format-version"), "2\n");
        DataDirectoryException e = assertThrows(DataDirectoryException.class, () -> DataDirectory.open(path));
        assertTrue(e.getMessage().contains("has format 2, but this version of Millrace knows only 1"), e.getMessage());
        Files.writeString(path.resolve("format-version"), "1\n");
        DataDirectory.open(path).close();
    }

    @Test
    void refusesADirectoryOfSomethingElse(@TempDir Path path) throws IOException {
        Files.writeString(path.resolve("letter.txt"), "dear");
        DataDirectoryException e = assertThrows(DataDirectoryException.class, () -> DataDirectory.open(path));
        assertTrue(e.getMessage().contains("is not a Millrace data directory"), e.getMessage());
        assertEquals("dear", Files.readString(path.resolve("letter.txt")));
    }

    @Test
    void creationSurvivesACrashAtAnyWrite() throws IOException {
        Path path = Path.of("/data");
        for (int n = 1; n < 20; n++) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.losePowerAfter(n);
            try {
                DataDirectory.open(disk, path);
            } catch (IOException e) {
                assertEquals("simulated", e.getMessage().split(" ")[0]);
            }
            disk.crash(n);
            try (DataDirectory directory = DataDirectory.open(disk, path)) {
                CommitLog.open(disk, directory.log(), CommitLog.Options.SIMULATION).close();
            }
        }
    }
}
