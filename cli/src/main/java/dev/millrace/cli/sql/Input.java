package dev.millrace.cli.sql;

import dev.millrace.cli.text.InputSplitter;

/** A text that is worked through: a script, a -c, or what is typed at the prompt. */
final class Input {
    /** Gives one line after the other, null at the end. */
    @FunctionalInterface
    interface Lines {
        String next();
    }

    private final Session session;
    private final Lines lines;
    private final String name;
    private final InputSplitter splitter;
    private final Conditions conditions = new Conditions();
    private int errorLine;

    /** @param name of the file, for complaints; null where lines need no naming */
    Input(Session session, Lines lines, String name) {
        this.session = session;
        this.lines = lines;
        this.name = name;
        splitter = new InputSplitter(session.variables());
    }

    InputSplitter splitter() {
        return splitter;
    }

    Conditions conditions() {
        return conditions;
    }

    /** Lines for COPY, and whoever else reads from the same input. */
    Lines lines() {
        return () -> {
            splitter.skipLine();
            return lines.next();
        };
    }

    String name() {
        return name;
    }

    /** What stands before a complaint: file and line. */
    String place() {
        return name == null ? "" : "millrace:" + name + ":" + errorLine + ": ";
    }

    /** Works through all lines. Answers an exit code. */
    int run() {
        for (String line = lines.next(); line != null && !session.isQuitting(); line = lines.next()) {
            int code = take(line);
            if (code != Session.OK) {
                return code;
            }
        }
        int code = session.isQuitting() || !conditions.isActive() ? Session.OK : act(splitter.finish());
        if (code == Session.OK && !conditions.isEmpty()) {
            session.complain("reached EOF without finding closing \\endif(s)");
            return session.variables().isOn("ON_ERROR_STOP") ? Session.SCRIPT_ERROR : Session.OK;
        }
        return code;
    }

    /** Works through one line. */
    int take(String line) {
        if (session.variables().is("ECHO", "all") && !session.isInteractive()) {
            session.output().say(line + "\n");
        }
        splitter.feed(line);
        for (InputSplitter.Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
            int code = act(piece);
            if (code != Session.OK || session.isQuitting()) {
                return code;
            }
        }
        return Session.OK;
    }

    private int act(InputSplitter.Piece piece) {
        if (piece == null) {
            return Session.OK;
        }
        errorLine = splitter.lineNumber();
        boolean isGood = switch (piece) {
            case InputSplitter.Piece.Sql(String text, int line) -> !conditions.isActive() || session.send(text);
            case InputSplitter.Piece.Command command -> session.commands().run(command);
        };
        if (session.isConnectionLost()) {
            return Session.NO_CONNECTION;
        }
        return !isGood && session.variables().isOn("ON_ERROR_STOP") && !session.isInteractive()
                ? Session.SCRIPT_ERROR : Session.OK;
    }
}
