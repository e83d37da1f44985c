package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class ConnectionSettingsTest {
    private static final ConnectionSettings DEFAULT = ConnectionSettings.defaults(Map.of());

    @Test
    void addressesSayAll() {
        ConnectionSettings all = DEFAULT.withDatabase("postgresql://ann:p%40ss@db.example:6543/shop?sslmode=require");
        assertEquals(new ConnectionSettings("db.example", 6543, "ann", "shop", "p@ss", Map.of("sslmode", "require")),
                all);
        assertEquals("millrace", DEFAULT.withDatabase("postgres://localhost").database());
        assertEquals("::1", DEFAULT.withDatabase("postgresql://[::1]:5/x").host());
    }

    @Test
    void pairsSayAll() {
        ConnectionSettings all = DEFAULT.withDatabase("host=h port=1 user='o''x' dbname = shop application_name=me");
        assertEquals("h", all.host());
        assertEquals(1, all.port());
        assertEquals("shop", all.database());
        assertEquals(Map.of("application_name", "me"), all.options());
    }

    @Test
    void environmentCounts() {
        ConnectionSettings all = ConnectionSettings.defaults(Map.of("PGHOST", "h", "PGPORT", "99", "PGUSER", "u",
                "PGDATABASE", "d", "PGPASSWORD", "p", "PGSSLMODE", "disable"));
        assertEquals(new ConnectionSettings("h", 99, "u", "d", "p", Map.of("sslmode", "disable")), all);
        assertThrows(IllegalArgumentException.class, () -> ConnectionSettings.defaults(Map.of("PGPORT", "x")));
    }

    @Test
    void passwordFilesAreRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pgpass");
        Files.writeString(file, """
                # a comment
                other:*:*:*:no
                127.0.0.1:7432:millrace:ann:a\\:b\\\\c
                *:*:*:*:last
                """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        PasswordFile passwords = new PasswordFile(file);
        assertEquals("a:b\\c", passwords.password("127.0.0.1", 7432, "millrace", "ann"));
        assertEquals("last", passwords.password("127.0.0.1", 7432, "millrace", "bob"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertNull(passwords.password("127.0.0.1", 7432, "millrace", "ann"), "others could read it");
    }
}
