package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import dev.millrace.cli.text.SqlTokens;
import dev.millrace.cli.text.SqlTokens.Token;

/** {@code \copy}: COPY whose file is on this side. The statement is sent with STDIN or STDOUT in the file's place. */
final class LocalCopy {
    private final Session session;

    LocalCopy(Session session) {
        this.session = session;
    }

    /** Where data come from or go to: what it is, its name, and the statement that is sent. */
    private record Plan(boolean isIn, String kind, String name, String sql) {
    }

    boolean run(String text) {
        Plan plan = plan(text);
        if (plan == null) {
            session.complain(text.isEmpty() ? "\\copy: arguments required" : "\\copy: parse error at end of line");
            return false;
        }
        try {
            return copied(plan);
        } catch (UncheckedIOException e) {
            session.complain(Scripts.reason(plan.name(), e.getCause()));
            return false;
        }
    }

    private boolean copied(Plan plan) {
        return session.attempt(plan.sql(), () -> {
            CopyManager copy = session.connection().unwrap(PGConnection.class).getCopyAPI();
            session.interrupts().begin(session.connection());
            try {
                long rows = plan.isIn() ? in(copy, plan) : out(copy, plan);
                if (!plan.kind().equals("stdout")) {
                    session.runner().printTag("COPY " + rows, false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a fault of this side: the server knows nothing of it
            } finally {
                session.interrupts().end();
            }
        });
    }

    private long in(CopyManager copy, Plan plan) throws IOException, java.sql.SQLException {
        return switch (plan.kind()) {
            case "program" -> {
                Process program = session.output().programs().writing(plan.name());
                try (InputStream data = program.getInputStream()) {
                    yield copy.copyIn(plan.sql(), data);
                }
            }
            case "stdin" -> copy.copyIn(plan.sql(), session.dataInput());
            case "pstdin" -> copy.copyIn(plan.sql(), session.scripts().data(() -> {
                try {
                    return session.scripts().standardInput().readLine();
                } catch (IOException e) {
                    return null;
                }
            }));
            default -> {
                try (InputStream data = Files.newInputStream(session.output().programs().path(plan.name()))) {
                    yield copy.copyIn(plan.sql(), data);
                }
            }
        };
    }

    private long out(CopyManager copy, Plan plan) throws IOException, java.sql.SQLException {
        return switch (plan.kind()) {
            case "program" -> {
                Process program = session.output().programs().reading(plan.name());
                long rows;
                try (OutputStream data = program.getOutputStream()) {
                    rows = copy.copyOut(plan.sql(), data);
                }
                Programs.exitCode(program);
                yield rows;
            }
            case "stdout", "pstdout" -> copy.copyOut(plan.sql(), new OutputStream() {
                @Override
                public void write(int b) {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    session.output().print(new String(bytes, offset, length, StandardCharsets.UTF_8));
                }
            });
            default -> {
                try (OutputStream data = Files.newOutputStream(session.output().programs().path(plan.name()))) {
                    yield copy.copyOut(plan.sql(), data);
                }
            }
        };
    }

    /** Finds {@code FROM} or {@code TO} outside of parentheses, and the file after it. */
    private static Plan plan(String text) {
        List<Token> words = SqlTokens.words(text);
        int depth = 0;
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i).text().toLowerCase(Locale.ROOT);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0 && (word.equals("from") || word.equals("to"))) {
                return plan(text, words, i);
            }
        }
        return null;
    }

    private static Plan plan(String text, List<Token> words, int direction) {
        boolean isIn = words.get(direction).text().equalsIgnoreCase("from");
        Token first = words.get(direction + 1);
        String kind = first.text().toLowerCase(Locale.ROOT);
        boolean isProgram = kind.equals("program") && direction + 2 < words.size();
        boolean isStandard = List.of("stdin", "stdout", "pstdin", "pstdout").contains(kind);
        Token named = isProgram ? words.get(direction + 2) : first;
        int end = named.end();
        if (!isStandard && named.kind() != SqlTokens.Kind.STRING) {
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++; // a file without quotes goes to the next space
            }
        }
        String name = text.substring(named.begin(), end);
        if (named.kind() == SqlTokens.Kind.STRING && name.length() > 1) {
            name = name.substring(1, name.length() - 1).replace("''", "'");
        }
        String sql = "COPY " + text.substring(0, first.begin()) + (isIn ? "STDIN" : "STDOUT") + text.substring(end);
        return new Plan(isIn, isProgram ? "program" : isStandard ? kind : "file", name, sql.strip());
    }
}
