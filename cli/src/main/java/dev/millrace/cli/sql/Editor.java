package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code \e}: the statement in the user's editor; what is saved is run. */
final class Editor {
    private final Session session;

    Editor(Session session) {
        this.session = session;
    }

    boolean edit(String sql) {
        if (!session.isInteractive()) {
            session.output().complain("\\e needs a terminal");
            return false;
        }
        try {
            Path file = Files.createTempFile("millrace", ".sql");
            try {
                Files.writeString(file, sql.isEmpty() ? "" : sql + "\n");
                Process editor = new ProcessBuilder("/bin/sh", "-c", command() + " \"$0\"", file.toString())
                        .inheritIO().start();
                if (editor.waitFor() != 0) {
                    return false;
                }
                String edited = Files.readString(file).strip();
                session.output().println(edited);
                List<String> lines = edited.lines().toList();
                return edited.isEmpty() || session.runLines(lines, "") == Session.OK;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            session.output().complain("could not start the editor: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String command() {
        for (String name : List.of("MILLRACE_EDITOR", "PSQL_EDITOR", "EDITOR", "VISUAL")) {
            String editor = System.getenv(name);
            if (editor != null && !editor.isBlank()) {
                return editor;
            }
        }
        return "vi";
    }
}
