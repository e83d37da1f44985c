package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.cli.sql.Commands.Call;
import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;

/** What is done with the statement that was typed: sent, described, kept, edited. */
final class QueryCommands {
    private QueryCommands() {
    }

    static void addTo(Commands list) {
        list.heading("Statements");
        list.add("\\g", "[(OPTIONS)] [FILE] or [|CMD]", "send it (as a semicolon does), or the last one again",
                call -> send(call, false));
        list.add("\\gx", "[(OPTIONS)] [FILE]", "the same, expanded", call -> send(call, true));
        list.add("\\gdesc", "", "describe its columns without running it", QueryCommands::describe);
        list.add("\\gset", "[PREFIX]", "send it, and keep its only row in variables", QueryCommands::keep);
        list.add("\\gexec", "", "send it, and then each value of its answer as a statement", QueryCommands::execute);
        list.add("\\watch", "[SECONDS] [c=TIMES]", "send it again and again", call -> {
            List<String> words = new ArrayList<>();
            for (String word = call.word(); word != null; word = call.word()) {
                words.add(word);
            }
            return new Repeater(call.session()).watch(call.takeQuery(), words);
        });
        list.add(List.of("\\p", "\\print"), "", "print the statement as far as it is typed", call -> {
            String pending = call.session().splitter().pendingText();
            String shown = pending.isEmpty() ? call.session().lastQuery() : pending;
            call.session().output().println(shown.isEmpty() ? "Query buffer is empty." : shown);
            return true;
        });
        list.add(List.of("\\r", "\\reset"), "", "forget what is typed so far", call -> {
            call.session().splitter().reset();
            call.session().tell("Query buffer reset (cleared).");
            return true;
        });
        list.add(List.of("\\w", "\\write"), "FILE or |CMD", "write it to a file", QueryCommands::write);
        list.add(List.of("\\e", "\\edit"), "[FILE]", "edit it, or a file, in $EDITOR",
                call -> new Editor(call.session()).edit(call.word()));
    }

    private static boolean send(Call call, boolean isExpanded) throws IOException {
        Session session = call.session();
        TableStyle style = session.style();
        String target = call.arguments().nextTarget();
        while (target != null && target.startsWith("(")) {
            StringBuilder options = new StringBuilder(target);
            while (!options.toString().endsWith(")")) {
                String word = call.word();
                if (word == null) {
                    return call.fail(call.name() + ": missing right parenthesis");
                }
                options.append(' ').append(word);
            }
            for (String option : options.substring(1, options.length() - 1).trim().split("\\s+")) {
                String[] parts = option.split("=", 2);
                StyleSettings.Change change = StyleSettings.change(session, style, parts[0],
                        parts.length > 1 ? parts[1] : null);
                if (change.fault() != null) {
                    return call.fail(change.fault());
                }
                style = change.style();
            }
            target = call.arguments().nextTarget();
        }
        TableStyle wanted = isExpanded ? style.with(TableStyle.Expanded.ON) : style;
        String sql = call.takeQuery();
        if (sql.isEmpty()) {
            return true;
        }
        return target == null ? session.send(sql, wanted)
                : session.output().redirected(target, () -> session.send(sql, wanted));
    }

    private static boolean describe(Call call) {
        Session session = call.session();
        String sql = call.takeQuery();
        return session.attempt(sql, () -> {
            Exchange.Answer answer = Exchange.described(session.connection(), sql);
            if (answer == null) {
                session.tell("The command has no result, or the result has no columns.");
                return;
            }
            List<String> values = new ArrayList<>();
            for (int i = 0; i < answer.types().length; i++) {
                values.add("(" + i + ", " + dev.millrace.cli.text.Variables.string(
                        answer.grid().columns().get(i).name()) + ", " + answer.types()[i] + ", "
                        + answer.modifiers()[i] + ")");
            }
            session.print(Exchange.ask(session.connection(), "SELECT name AS \"Column\", "
                    + "pg_catalog.format_type(tp::oid, tpm) AS \"Type\" FROM (VALUES " + String.join(", ", values)
                    + ") AS d(i, name, tp, tpm) ORDER BY i"), session.style());
        });
    }

    /** The rows of a statement that is run for the shell's use. */
    private static boolean rows(Session session, String sql, List<Grid> into) {
        return session.attempt(sql, () -> {
            session.interrupts().begin(session.connection());
            try {
                Exchange.run(session.connection(), sql, new Exchange.Receiver() {
                    @Override
                    public void rows(Exchange.Answer answer) {
                        into.add(answer.grid());
                    }

                    @Override
                    public void tag(String tag, boolean hasRows) {
                        if (!hasRows) {
                            session.runner().printTag(tag, false);
                        }
                    }

                    @Override
                    public void notice(org.postgresql.util.ServerErrorMessage notice) {
                        session.runner().printNotice(notice);
                    }
                });
            } finally {
                session.interrupts().end();
            }
        });
    }

    private static boolean keep(Call call) {
        String given = call.word();
        String prefix = given == null ? "" : given;
        List<Grid> grids = new ArrayList<>();
        if (!rows(call.session(), call.takeQuery(), grids)) {
            return false;
        }
        Grid grid = grids.isEmpty() ? new Grid(List.of(), List.of()) : grids.getLast();
        if (grid.rows().isEmpty()) {
            return call.fail("no rows returned for \\gset");
        }
        if (grid.rows().size() > 1) {
            return call.fail("more than one row returned for \\gset");
        }
        boolean isGood = true;
        for (int i = 0; i < grid.columns().size(); i++) {
            String name = prefix + grid.columns().get(i).name();
            String value = grid.rows().getFirst().get(i);
            String fault = value == null ? call.session().variables().unset(name)
                    : call.session().variables().set(name, value);
            isGood &= fault == null || call.fail(fault);
        }
        call.session().variables().set("ROW_COUNT", "1");
        return isGood;
    }

    private static boolean execute(Call call) {
        Session session = call.session();
        List<Grid> grids = new ArrayList<>();
        if (!rows(session, call.takeQuery(), grids)) {
            return false;
        }
        boolean isGood = true;
        for (List<String> row : grids.isEmpty() ? List.<List<String>>of() : grids.getLast().rows()) {
            for (String statement : row) {
                if (statement != null && (isGood || !session.variables().isOn("ON_ERROR_STOP"))) {
                    if (session.variables().is("ECHO", "all") && !session.isInteractive()) {
                        session.output().println(statement);
                    }
                    isGood &= session.send(statement);
                }
            }
        }
        return isGood;
    }

    private static boolean write(Call call) throws IOException {
        String target = call.arguments().nextTarget();
        if (target == null) {
            return call.missing();
        }
        String pending = call.session().splitter().pendingText();
        String text = (pending.isEmpty() ? call.session().lastQuery() : pending) + "\n";
        if (target.startsWith("|")) {
            Process reader = call.session().output().programs().reading(target.substring(1));
            try (PrintWriter to = new PrintWriter(reader.getOutputStream(), false,
                    java.nio.charset.StandardCharsets.UTF_8)) {
                to.print(text);
            }
            return Programs.exitCode(reader) == 0 || call.fail(target + ": the command failed");
        }
        Files.writeString(call.session().output().programs().path(target), text);
        return true;
    }
}
