package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ~/.pgpass} or PGPASSFILE: lines of host:port:database:user:password, the first that fits counts. */
final class PasswordFile {
    private final Path file;

    PasswordFile(Path file) {
        this.file = file;
    }

    static PasswordFile ofUser(Map<String, String> environment) {
        String named = environment.get("PGPASSFILE");
        return new PasswordFile(named == null ? Path.of(System.getProperty("user.home"), ".pgpass") : Path.of(named));
    }

    /** The password for a connection; null when there is none, or when others could read the file. */
    String password(String host, int port, String database, String user) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(p -> !p.name().startsWith("OWNER"))) {
                System.err.println("WARNING: password file \"" + file + "\" has group or world access; permissions "
                        + "should be u=rw (0600) or less");
                return null;
            }
            List<String> wanted = List.of(host, String.valueOf(port), database, user);
            for (String line : Files.readAllLines(file)) {
                List<String> fields = line.startsWith("#") ? List.of() : fields(line);
                if (fields.size() >= 5 && fits(fields, wanted)) {
                    return fields.get(4);
                }
            }
            return null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private static boolean fits(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Colons part, a backslash takes the next character as it is; the password is the rest but for its escapes. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                field.append(line.charAt(i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
