package dev.millrace.cli.sql;

import java.io.IOException;

import dev.millrace.cli.sql.Commands.Call;

/** The system around the shell: folder, programs, environment, time. */
final class SystemCommands {
    private SystemCommands() {
    }

    static void addTo(Commands list) {
        list.heading("System");
        list.add("\\!", "[COMMAND]", "run a command, or a shell", SystemCommands::shell);
        list.add("\\cd", "[FOLDER]", "files are named from here", call -> {
            String folder = call.word();
            try {
                call.session().output().programs().enter(folder == null ? System.getProperty("user.home") : folder);
                return true;
            } catch (IOException e) {
                return call.fail("\\cd: could not change directory to \"" + folder + "\": No such file or directory");
            }
        });
        list.add("\\getenv", "VARIABLE NAME", "set a variable from the environment", call -> {
            String variable = call.word();
            String name = call.word();
            if (variable == null || name == null) {
                return call.missing();
            }
            String value = System.getenv(name);
            String fault = value == null ? null : call.session().variables().set(variable, value);
            return fault == null || call.fail(fault);
        });
        list.add("\\timing", "[on|off]", "say how long each statement took", call -> {
            String word = call.word();
            Boolean wanted = StyleSettings.truth(word, call.session().isTiming());
            if (wanted == null) {
                return call.fail("unrecognized value \"" + word + "\" for \"\\timing\": Boolean expected");
            }
            call.session().setTiming(wanted);
            call.session().tell("Timing is " + (wanted ? "on" : "off") + ".");
            return true;
        });
    }

    private static boolean shell(Call call) throws IOException {
        String command = call.arguments().rest();
        String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
        int code = call.session().output().programs().run(command.isEmpty() ? "exec " + shell : command);
        call.session().variables().set("SHELL_EXIT_CODE", String.valueOf(code));
        call.session().variables().set("SHELL_ERROR", code == 0 ? "false" : "true");
        return true;
    }
}
