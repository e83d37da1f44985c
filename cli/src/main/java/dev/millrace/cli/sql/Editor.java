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

    /** Edits the file, or what is typed so far (the last statement, if nothing is); what is complete is then run. */
    boolean edit(String fileName) throws IOException {
        if (!session.isInteractive()) {
            session.complain("\\e needs a terminal");
            return false;
        }
        String pending = session.splitter().pendingText();
        Path file = fileName == null ? Files.createTempFile("millrace", ".sql")
                : session.output().programs().path(fileName);
        try {
            if (fileName == null) {
                String text = pending.isEmpty() ? session.lastQuery() : pending;
                Files.writeString(file, text.isEmpty() ? "" : text + "\n");
            }
            if (session.output().programs().run(command() + " '" + file + "'") != 0) {
                return false;
            }
            String edited = Files.readString(file).strip();
            session.splitter().reset();
            session.output().say(edited + "\n");
            for (String line : edited.lines().toList()) {
                session.input().take(line);
            }
            return true;
        } finally {
            if (fileName == null) {
                Files.delete(file);
            }
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
