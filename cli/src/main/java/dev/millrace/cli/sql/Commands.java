package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.millrace.cli.table.TableStyle;

/** The backslash commands. Each is one entry in a list, from which {@code \?} is written too. */
final class Commands {
    private static final Pattern WORD = Pattern.compile("'((?:[^']|'')*)'|(\"(?:[^\"]|\"\")*\"|\\S+)");

    /** One command: how it is called, what it takes, what it is for. */
    private record Command(String usage, String purpose, Action action) {
    }

    /** What a command does. */
    @FunctionalInterface
    private interface Action {
        boolean run(Call call) throws SQLException;
    }

    /**
     * A command as it was typed.
     *
     * @param rest    all of the line after the command's name
     * @param pending the SQL that stood before it
     */
    private record Call(String name, List<String> words, String rest, String pending, String place) {
        String word(int index) {
            return index < words.size() ? words.get(index) : null;
        }
    }

    private final Session session;
    private final Map<String, Command> commands = new LinkedHashMap<>();

    Commands(Session session) {
        this.session = session;
        addGeneral();
        addQuery();
        addInformation();
        addOutput();
    }

    /** All commands' names, for completion. */
    List<String> names() {
        return List.copyOf(commands.keySet());
    }

    boolean run(InputSplitter.Piece.Command piece, String place) {
        String[] parts = piece.text().split("\\s+", 2);
        String rest = parts.length > 1 ? session.variables().interpolated(parts[1].strip()) : "";
        Command command = commands.get(parts[0]);
        if (command == null) {
            session.output().complain(place + "invalid command " + parts[0]);
            session.output().complain("Try \\? for help.");
            return false;
        }
        try {
            return command.action().run(new Call(parts[0], words(rest), rest, piece.pending(), place));
        } catch (SQLException e) {
            session.output().complain(place + ErrorText.of(e, null, session.isVerbose()));
            return false;
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1).replace("''", "'") : matcher.group(2));
        }
        return words;
    }

    private void add(String usage, String purpose, Action action) {
        commands.put(usage.split(" ", 2)[0], new Command(usage, purpose, action));
    }

    private void addGeneral() {
        add("\\q", "quit", call -> {
            session.quit();
            return true;
        });
        add("\\?", "this list", call -> {
            session.output().print(help());
            return true;
        });
        add("\\h", "where the SQL reference is", call -> {
            session.output().println("The SQL reference is in docs/sql; it is PostgreSQL's SQL, with CREATE STREAM,\n"
                    + "CREATE MATERIALIZED VIEW, CREATE SINK and SUBSCRIBE. \\? lists the commands of this shell.");
            return true;
        });
        add("\\c [DATABASE|- [USER|- [HOST|- [PORT]]]]", "connect elsewhere", this::connect);
        add("\\conninfo", "say what this is connected to", call -> {
            session.output().println(session.settings().described());
            return true;
        });
        add("\\i FILE", "run a file", call -> withWord(call, name -> session.runFile(name)));
        add("\\echo [TEXT]", "print a text", call -> {
            session.output().println(String.join(" ", call.words()));
            return true;
        });
        add("\\set [NAME [VALUE]]", "set a variable, or list all", this::set);
        add("\\unset NAME", "forget a variable", call -> withWord(call, session.variables()::unset));
        add("\\errverbose", "the last error with all that is known of it", call -> {
            session.output().println(session.lastErrorVerbosely());
            return true;
        });
    }

    private void addQuery() {
        add("\\g", "send the statement (as a semicolon does), or the last one again",
                call -> session.send(query(call), session.style(), call.place()));
        add("\\gx", "the same, expanded",
                call -> session.send(query(call), session.style().with(TableStyle.Expanded.ON), call.place()));
        add("\\watch [SECONDS] [c=TIMES]", "send it again and again",
                call -> new Repeater(session).watch(query(call), call.words(), call.place()));
        add("\\live [VIEW|QUERY]", "show a view, or a query's answer, redrawn in place while it changes",
                call -> new LiveView(session, LiveView.Status.NONE).run(liveQuery(call)));
        add("\\p", "print the statement as far as it is typed", call -> {
            session.output().println(query(call));
            return true;
        });
        add("\\r", "forget what is typed so far", call -> true);
        add("\\e", "edit the statement in $EDITOR, then send it", call -> new Editor(session).edit(query(call)));
    }

    private void addInformation() {
        Describe describe = new Describe(session);
        add("\\d [NAME]", "list tables, streams, views and sinks; or one of them with its columns",
                call -> call.words().isEmpty() ? describe.relations("rvmSfp", null)
                        : describe.relation(call.word(0), false));
        add("\\d+ [NAME]", "the same, with the query of a view",
                call -> call.words().isEmpty() ? describe.relations("rvmSfp", null)
                        : describe.relation(call.word(0), true));
        add("\\dt [PATTERN]", "list tables and streams", call -> describe.relations("rpf", call.word(0)));
        add("\\dv [PATTERN]", "list views", call -> describe.relations("v", call.word(0)));
        add("\\dm [PATTERN]", "list materialized views", call -> describe.relations("m", call.word(0)));
        add("\\di [PATTERN]", "list indexes", call -> describe.relations("i", call.word(0)));
        add("\\ds [PATTERN]", "list streams", call -> describe.shown("STREAMS", call.word(0)));
        add("\\dk [PATTERN]", "list sinks", call -> describe.shown("SINKS", call.word(0)));
        add("\\dn", "list schemas", call -> describe.schemas());
        add("\\l", "list databases", call -> describe.databases());
    }

    private void addOutput() {
        add("\\x [on|off|auto]", "expanded output", call -> setStyle("expanded", call, "Expanded display is "));
        add("\\t [on|off]", "rows only", call -> setStyle("tuples_only", call, "Tuples only is "));
        add("\\a", "aligned or unaligned output", call -> {
            boolean isAligned = session.style().format() == TableStyle.Format.ALIGNED;
            session.setStyle(session.style().with(isAligned ? TableStyle.Format.UNALIGNED : TableStyle.Format.ALIGNED));
            tell("Output format is " + (isAligned ? "unaligned" : "aligned") + ".");
            return true;
        });
        add("\\f TEXT", "the separator of unaligned output", call -> setStyle("fieldsep", call, "Field separator is "));
        add("\\pset NAME [VALUE]", "set format, expanded, null, fieldsep, tuples_only or footer", call -> {
            String fault = StyleSettings.apply(session, call.word(0) == null ? "" : call.word(0), call.word(1));
            if (fault != null) {
                session.output().complain(call.place() + fault);
            }
            return fault == null;
        });
        add("\\timing [on|off]", "say how long each statement took", call -> {
            session.setTiming(StyleSettings.isOn(call.word(0), session.isTiming()));
            tell("Timing is " + (session.isTiming() ? "on" : "off") + ".");
            return true;
        });
    }

    private String help() {
        return commands.values().stream()
                .map(c -> String.format("  %-42s %s%n", c.usage(), c.purpose()))
                .collect(Collectors.joining());
    }

    private void tell(String text) {
        if (!session.isQuiet()) {
            session.output().println(text);
        }
    }

    private boolean withWord(Call call, Consumer<String> action) {
        if (call.words().isEmpty()) {
            session.output().complain(call.place() + call.name() + ": missing required argument");
            return false;
        }
        action.accept(call.word(0));
        return true;
    }

    /** What stands before the command, or else what was sent last. */
    private String query(Call call) {
        return call.pending().isEmpty() ? session.lastQuery() : call.pending();
    }

    private String liveQuery(Call call) {
        return call.rest().isEmpty() ? query(call) : LiveView.queryOf(call.rest());
    }

    private boolean setStyle(String setting, Call call, String what) {
        String fault = StyleSettings.apply(session, setting, call.word(0));
        if (fault != null) {
            session.output().complain(call.place() + fault);
            return false;
        }
        tell(what + switch (setting) {
            case "expanded" -> switch (session.style().expanded()) {
                case ON -> "on.";
                case OFF -> "off.";
                case AUTO -> "used automatically.";
            };
            case "tuples_only" -> session.style().isTuplesOnly() ? "on." : "off.";
            default -> "\"" + session.style().fieldSeparator() + "\".";
        });
        return true;
    }

    private boolean set(Call call) {
        if (call.words().isEmpty()) {
            session.variables().all().forEach((name, value) -> session.output().println(name + " = '" + value + "'"));
        } else {
            session.variables().set(call.word(0), String.join("", call.words().subList(1, call.words().size())));
        }
        return true;
    }

    private boolean connect(Call call) throws SQLException {
        ConnectionSettings to = session.settings();
        to = isGiven(call.word(0)) ? to.withDatabase(call.word(0)) : to;
        to = isGiven(call.word(1)) ? to.withUser(call.word(1)) : to;
        to = isGiven(call.word(2)) ? to.withHost(call.word(2)) : to;
        to = isGiven(call.word(3)) ? to.withPort(Integer.parseInt(call.word(3))) : to;
        session.connect(to);
        tell(to.described());
        return true;
    }

    private static boolean isGiven(String word) {
        return word != null && !word.equals("-");
    }
}
