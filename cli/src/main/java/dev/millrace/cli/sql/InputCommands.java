package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import dev.millrace.cli.sql.Commands.Call;

/** Files in and out, texts, variables. */
final class InputCommands {
    private InputCommands() {
    }

    static void addTo(Commands list) {
        list.heading("Files, texts and variables");
        list.add("\\copy", "...", "COPY with a file, a program or the terminal of this side",
                call -> new LocalCopy(call.session()).run(call.arguments().withVariables(call.arguments().rest())));
        list.add(List.of("\\i", "\\include"), "FILE", "run a file", call -> include(call, false));
        list.add(List.of("\\ir", "\\include_relative"), "FILE", "the same, beside the file that says so",
                call -> include(call, true));
        list.add(List.of("\\o", "\\out"), "[FILE] or [|CMD]", "send answers to a file or a program", call -> {
            String target = call.arguments().nextTarget();
            try {
                call.session().output().redirect(target);
                return true;
            } catch (IOException e) {
                return call.fail(Scripts.reason(target, e));
            }
        });
        list.add("\\echo", "[-n] [TEXT]", "print a text", call -> {
            call.session().output().say(text(call));
            return true;
        });
        list.add("\\qecho", "[-n] [TEXT]", "print a text where answers go", call -> {
            call.session().output().print(text(call));
            return true;
        });
        list.add("\\warn", "[-n] [TEXT]", "print a text to the error stream", call -> {
            call.session().output().complain(text(call).replaceFirst("\n$", ""));
            return true;
        });
        list.add("\\set", "[NAME [VALUE]]", "set a variable, or list all", InputCommands::set);
        list.add("\\unset", "NAME", "forget a variable", call -> {
            String name = call.word();
            if (name == null) {
                return call.missing();
            }
            String fault = call.session().variables().unset(name);
            return fault == null || call.fail(fault);
        });
        list.add("\\prompt", "[TEXT] NAME", "ask the user for a variable", InputCommands::prompt);
        list.add("\\s", "[FILE]", "show the history, or write it to a file", call -> {
            String file = call.word();
            String history = String.join("\n", call.session().typing().history()) + "\n";
            if (file == null) {
                call.session().pager().print(history);
            } else {
                Files.writeString(call.session().output().programs().path(file), history);
                call.session().tell("Wrote history to file \"" + file + "\".");
            }
            return true;
        });
    }

    private static boolean include(Call call, boolean isRelative) {
        String name = call.word();
        if (name == null) {
            return call.missing();
        }
        Session session = call.session();
        int code = session.runFile(isRelative ? session.scripts().beside(name) : name);
        session.goOn();
        return code == Session.OK;
    }

    private static String text(Call call) {
        StringBuilder text = new StringBuilder();
        String word = call.word();
        boolean endsLine = !"-n".equals(word) || call.arguments().isQuoted();
        word = endsLine ? word : call.word();
        for (boolean isFirst = true; word != null; word = call.word()) {
            text.append(isFirst ? "" : " ").append(word);
            isFirst = false;
        }
        return text + (endsLine ? "\n" : "");
    }

    private static boolean set(Call call) {
        Session session = call.session();
        String name = call.word();
        if (name == null) {
            session.variables().all().forEach((n, value) -> session.output().println(n + " = '" + value + "'"));
            return true;
        }
        StringBuilder value = new StringBuilder();
        for (String word = call.word(); word != null; word = call.word()) {
            value.append(word);
        }
        String fault = session.variables().set(name, value.toString());
        return fault == null || call.fail(fault);
    }

    private static boolean prompt(Call call) {
        String first = call.word();
        String second = call.word();
        if (first == null) {
            return call.missing();
        }
        String name = second == null ? first : second;
        String answer = call.session().typing().ask(second == null ? "" : first);
        String fault = call.session().variables().set(name, answer == null ? "" : answer);
        return fault == null || call.fail(fault);
    }
}
