package dev.millrace.cli;

import dev.millrace.cli.demo.DemoCommand;
import dev.millrace.cli.sql.SqlCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Chooses the sub-command; {@code bin/millrace} is what calls it. */
@Command(name = "millrace", subcommands = {SqlCommand.class, DemoCommand.class})
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setOverwrittenOptionsAllowed(true);
        System.exit(line.execute(args));
    }
}
