package dev.millrace.sqltests.psql;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One side of a contest: a session, and what psql keeps for it. */
final class ScriptReader implements AutoCloseable {
    private static final Pattern WORD = Pattern.compile("'((?:[^']|'')*)'|(\\S+)");

    private final Opener opener;
    private final Map<String, String> environment;
    private final Variables variables = new Variables();
    private final Deque<Branch> branches = new ArrayDeque<>();
    private PlainSession session;
    private String database;
    private boolean hasQuit;

    /** What an open {@code \if} has come to: a part that is run, none yet, or only what is passed over. */
    private enum Branch { RUN, AWAITED, OVER }

    /** Opens a session on a database. */
    interface Opener {
        PlainSession open(String database) throws IOException;
    }

    ScriptReader(Opener opener, String database, Map<String, String> environment) throws IOException {
        this.opener = opener;
        this.database = database;
        this.environment = environment;
        this.session = opener.open(database);
        variables.set("DBNAME", database);
    }

    char status() {
        return session.status();
    }

    /** Whether the script has left with {@code \quit}. */
    boolean hasQuit() {
        return hasQuit;
    }

    /** The text of a step as it is sent; empty where psql sends nothing. */
    String sql(PsqlScript.Step step) {
        return isPassedOver() ? "" : variables.fill(step.sql());
    }

    private boolean isPassedOver() {
        return branches.stream().anyMatch(branch -> branch != Branch.RUN);
    }

    /** Carries out a step: the server's reply, an empty one where psql sends nothing. */
    Reply run(PsqlScript.Step step) throws IOException {
        if (step.sql().isEmpty()) {
            return command(step.command());
        }
        String sql = sql(step);
        return sql.isEmpty() ? silence() : follow(ask(sql, step.data()), step.command());
    }

    /** Sends one text; a session that gives no answer is replaced by a new one. */
    Reply ask(String sql, List<String> data) throws IOException {
        Reply reply = session.ask(sql, data);
        if (reply.state().equals(Reply.NO_ANSWER) || reply.state().startsWith("57P")) {
            reconnect();
        }
        return reply;
    }

    private void reconnect() throws IOException {
        session.close();
        session = opener.open(database);
    }

    private static Reply silence() {
        return new Reply(List.of(), "", "");
    }

    /** What psql does with an answer: variables of a row, or its values as statements. */
    private Reply follow(Reply reply, String command) throws IOException {
        if (reply.failed() || reply.results().isEmpty() || command.isEmpty()) {
            return reply;
        }
        Reply.Result last = reply.results().getLast();
        if (command.startsWith("\\gset") && last.rows().size() == 1) {
            String prefix = variables.fill(command.substring("\\gset".length()).strip());
            for (int i = 0; i < last.columns().size(); i++) {
                String name = prefix + last.columns().get(i).replaceFirst(":[^:]*$", "");
                String value = last.rows().getFirst().get(i);
                if (value == null) {
                    variables.unset(name);
                } else {
                    variables.set(name, value);
                }
            }
        } else if (command.startsWith("\\gexec")) {
            List<Reply.Result> all = new ArrayList<>(reply.results());
            for (List<String> row : last.rows()) {
                for (String statement : row) {
                    Reply next = ask(statement, List.of());
                    if (next.failed()) {
                        return next;
                    }
                    all.addAll(next.results());
                }
            }
            return new Reply(all, "", "");
        }
        return reply;
    }

    private Reply command(String line) throws IOException {
        List<String> words = words(line);
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        switch (name) {
            case "\\if" -> branches.push(isPassedOver() ? Branch.OVER : part(isTrue(words)));
            case "\\elif" -> branches.push(branches.pop() == Branch.AWAITED ? part(isTrue(words)) : Branch.OVER);
            case "\\else" -> branches.push(branches.pop() == Branch.AWAITED ? Branch.RUN : Branch.OVER);
            case "\\endif" -> branches.pop();
            default -> {
                if (!isPassedOver()) {
                    own(name, words);
                }
            }
        }
        return silence();
    }

    private static Branch part(boolean isTrue) {
        return isTrue ? Branch.RUN : Branch.AWAITED;
    }

    /** What changes variables and the session; display settings and descriptions are psql's own affair. */
    private void own(String name, List<String> words) throws IOException {
        switch (name) {
            case "\\set" -> {
                if (words.size() > 1) {
                    variables.set(words.get(1), String.join("", words.subList(2, words.size())));
                }
            }
            case "\\getenv" -> {
                if (environment.containsKey(words.get(2))) {
                    variables.set(words.get(1), environment.get(words.get(2)));
                }
            }
            case "\\unset" -> variables.unset(words.get(1));
            case "\\q", "\\quit" -> hasQuit = true;
            case "\\c", "\\connect" -> {
                database = words.size() > 1 && !words.get(1).equals("-") ? words.get(1) : database;
                reconnect();
            }
            default -> { }
        }
    }

    private static boolean isTrue(List<String> words) {
        return words.size() > 1
                && List.of("t", "true", "on", "1", "yes").contains(words.get(1).toLowerCase(Locale.ROOT));
    }

    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null
                    ? matcher.group(1).replace("''", "'")
                    : variables.fill(matcher.group(2)));
        }
        return words;
    }

    @Override
    public void close() {
        session.close();
    }
}
