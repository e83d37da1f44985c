package dev.millrace.cli.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.cli.text.Arguments;
import dev.millrace.cli.text.InputSplitter;

/** All backslash commands: the lists of each kind put together, from which {@code \?} is written too. */
final class Commands {
    /** What a command does; answers whether it went well. */
    @FunctionalInterface
    interface Action {
        boolean run(Call call) throws SQLException, IOException;
    }

    /** A command as it was typed: its name and the words after it. */
    record Call(Session session, String name, Arguments arguments) {
        /** The next word, null when there is none. */
        String word() {
            return arguments.next();
        }

        /** The SQL before the command, which is taken by it; the last one that was sent when there is none. */
        String takeQuery() {
            String pending = session.splitter().pendingText();
            session.splitter().reset();
            return pending.isEmpty() ? session.lastQuery() : pending;
        }

        boolean fail(String text) {
            session.complain(text);
            return false;
        }

        boolean missing() {
            return fail(name + ": missing required argument");
        }
    }

    /** One command: how it is called, what it takes, what it is for. */
    private record Command(String usage, String purpose, Action action) {
    }

    private final Session session;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    /** A heading of {@code \?}, and the commands under it. */
    private final Map<String, List<Command>> headings = new LinkedHashMap<>();
    private List<Command> heading = new ArrayList<>();

    Commands(Session session) {
        this.session = session;
        GeneralCommands.addTo(this);
        QueryCommands.addTo(this);
        LiveCommands.addTo(this);
        DescribeCommands.addTo(this);
        InputCommands.addTo(this);
        ConditionCommands.addTo(this);
        StyleCommands.addTo(this);
        SystemCommands.addTo(this);
    }

    /** What follows is listed under this heading. */
    void heading(String text) {
        heading = headings.computeIfAbsent(text, t -> new ArrayList<>());
    }

    /**
     * Adds a command.
     *
     * @param names  its names, the first of them for the list
     * @param takes  its arguments, for the list
     */
    void add(List<String> names, String takes, String purpose, Action action) {
        Command command = new Command((names.getFirst() + " " + takes).strip(), purpose, action);
        names.forEach(name -> commands.put(name, command));
        if (!purpose.isEmpty()) {
            heading.add(command);
        }
    }

    void add(String name, String takes, String purpose, Action action) {
        add(List.of(name), takes, purpose, action);
    }

    /** All commands' names, for completion. */
    List<String> names() {
        return commands.keySet().stream().filter(name -> name.matches("\\\\[^\\s\\[]+")).toList();
    }

    boolean run(InputSplitter.Piece.Command piece) {
        boolean isActive = session.input().conditions().isActive();
        if (!isActive && !ConditionCommands.NAMES.contains(piece.name())) {
            return true;
        }
        Arguments arguments = new Arguments(piece.arguments(), session.variables(), this::outputOf);
        Call call = new Call(session, piece.name(), arguments);
        Command command = commands.get(piece.name());
        try {
            if (command != null) {
                return command.action().run(call);
            }
            if (DescribeCommands.isOne(piece.name())) {
                return DescribeCommands.run(call);
            }
            session.complain("invalid command " + piece.name());
            if (session.isInteractive()) {
                session.output().complain("Try \\? for help.");
            }
            return false;
        } catch (SQLException e) {
            session.output().complain(session.place() + ErrorText.of(e, null, session.verbosity()));
            return false;
        } catch (IOException e) {
            return call.fail(piece.name() + ": " + e.getMessage());
        }
    }

    private String outputOf(String command) {
        try {
            return session.output().programs().output(command);
        } catch (IOException e) {
            session.complain(command + ": " + e.getMessage());
            return "";
        }
    }

    String help() {
        StringBuilder text = new StringBuilder();
        headings.forEach((title, list) -> {
            text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
            list.forEach(c -> text.append(String.format("  %-30s %s%n", c.usage(), c.purpose())));
        });
        return text.toString();
    }
}
