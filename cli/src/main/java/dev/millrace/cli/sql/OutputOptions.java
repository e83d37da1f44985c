package dev.millrace.cli.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Option;

/** The part of the command line that says how answers look and what is told beside them. */
final class OutputOptions {
    /** Settings in the order they were given: the last one counts. */
    private final List<String> settings = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "answers go to this file (or |program)")
    private String target;

    @Option(names = {"-A", "--no-align"}, description = "unaligned output")
    void unaligned(boolean on) {
        settings.add("format=unaligned");
    }

    @Option(names = "--csv", description = "CSV output")
    void csv(boolean on) {
        settings.add("format=csv");
    }

    @Option(names = "--json", description = "JSON output")
    void json(boolean on) {
        settings.add("format=json");
    }

    @Option(names = {"-H", "--html"}, description = "HTML output")
    void html(boolean on) {
        settings.add("format=html");
    }

    @Option(names = {"-t", "--tuples-only"}, description = "rows only: no headings, no counts")
    void tuplesOnly(boolean on) {
        settings.add("tuples_only=on");
    }

    @Option(names = {"-x", "--expanded"}, description = "expanded output: one line a column")
    void expanded(boolean on) {
        settings.add("expanded=on");
    }

    @Option(names = {"-F", "--field-separator"}, paramLabel = "TEXT",
            description = "between values of unaligned output (|)")
    void fieldSeparator(String text) {
        settings.add("fieldsep=" + text);
    }

    @Option(names = {"-R", "--record-separator"}, paramLabel = "TEXT",
            description = "between rows of unaligned output (a line break)")
    void recordSeparator(String text) {
        settings.add("recordsep=" + text);
    }

    @Option(names = {"-z", "--field-separator-zero"}, description = "a zero byte between values")
    void fieldSeparatorZero(boolean on) {
        settings.add("fieldsep_zero");
    }

    @Option(names = {"-0", "--record-separator-zero"}, description = "a zero byte between rows")
    void recordSeparatorZero(boolean on) {
        settings.add("recordsep_zero");
    }

    @Option(names = {"-T", "--table-attr"}, paramLabel = "TEXT", description = "attributes of HTML's tables")
    void tableAttributes(String text) {
        settings.add("tableattr=" + text);
    }

    @Option(names = {"-P", "--pset"}, paramLabel = "NAME[=VALUE]", description = "as \\pset in the shell")
    void setting(String text) {
        settings.add(text);
    }

    @Option(names = {"-v", "--set", "--variable"}, paramLabel = "NAME=VALUE",
            description = "set a variable: ON_ERROR_STOP=1")
    void variable(String text) {
        variables.add(text);
    }

    @Option(names = {"-q", "--quiet"}, description = "no greeting, no command tags")
    void quiet(boolean on) {
        variables.add("QUIET=on");
    }

    @Option(names = {"-a", "--echo-all"}, description = "print all lines of scripts")
    void echoAll(boolean on) {
        variables.add("ECHO=all");
    }

    @Option(names = {"-b", "--echo-errors"}, description = "print statements that fail")
    void echoErrors(boolean on) {
        variables.add("ECHO=errors");
    }

    @Option(names = {"-e", "--echo-queries"}, description = "print what is sent")
    void echoQueries(boolean on) {
        variables.add("ECHO=queries");
    }

    @Option(names = {"-E", "--echo-hidden"}, description = "print what the shell's own commands ask")
    void echoHidden(boolean on) {
        variables.add("ECHO_HIDDEN=on");
    }

    @Option(names = {"-S", "--single-line"}, description = "the end of a line ends a statement")
    void singleLine(boolean on) {
        variables.add("SINGLELINE=on");
    }

    boolean apply(Session session) {
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            String fault = parts.length > 1 ? session.variables().set(parts[0], parts[1])
                    : session.variables().unset(parts[0]);
            if (fault != null) {
                session.output().complain("millrace: error: " + fault);
                return false;
            }
        }
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            String fault = StyleSettings.apply(session, parts[0], parts.length > 1 ? parts[1] : null);
            if (fault != null) {
                session.output().complain("millrace: error: " + fault);
                return false;
            }
        }
        try {
            if (target != null) {
                session.output().redirect(target);
            }
            return true;
        } catch (IOException e) {
            session.output().complain("millrace: error: " + Scripts.reason(target, e));
            return false;
        }
    }
}
