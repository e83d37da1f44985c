package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;

/**
 * The ways in which a script is told. A script that names some in its header ({@code # replay: as-written restarts}) is
 * told in these alone; else in all. A replay for which a script gives no occasion leaves it as it is, and it is then
 * not run again.
 */
public enum Replay {
    AS_WRITTEN,
    /** Views before the data, and one row an epoch. */
    ROW_PER_EPOCH,
    /** Views after the data. */
    VIEWS_LAST,
    /** Every question is a materialized view too, made before the data. */
    AS_VIEWS,
    /** Rows in another order, and rows that come and go. */
    GHOSTS,
    /** The server is killed between steps. */
    RESTARTS,
    /** A server whose state does not fit in memory. */
    TINY_STATE;

    /** What makes a server that has to spill: the smallest budget it accepts for operator state. */
    private static final List<String> TINY_STATE_ARGUMENTS = List.of("--state-memory", "1MB");
    private static final int RESTARTS_MAX = 3;

    public String scriptName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The replay of this name; the message of the exception lists all. */
    public static Replay named(String name) {
        return Arrays.stream(values()).filter(r -> r.scriptName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown replay '" + name + "'; there are "
                        + Arrays.stream(values()).map(Replay::scriptName).collect(Collectors.joining(", "))));
    }

    /** What the server is started with for this replay. */
    public List<String> serverArguments() {
        return this == TINY_STATE ? TINY_STATE_ARGUMENTS : List.of();
    }

    /** The script in this telling; nothing where the script does not want it, or would be the same. */
    public Optional<Script> apply(Script script, long seed) {
        if (!script.replays().isEmpty() && !script.replays().contains(scriptName())) {
            return Optional.empty();
        }
        List<Entry> told = switch (this) {
            case AS_WRITTEN, TINY_STATE -> script.entries();
            case ROW_PER_EPOCH -> singleRows(Reordering.creationsFirst(script.entries()));
            case AS_VIEWS -> dependsOnSession(script) ? script.entries()
                    : QuestionsAsViews.apply(script.entries());
            case VIEWS_LAST -> Reordering.viewsLast(script.entries());
            case GHOSTS -> new Ghosts(seed).apply(script.entries());
            case RESTARTS -> dependsOnSession(script) ? script.entries() : withRestarts(script.entries());
        };
        boolean isSame = told.equals(script.entries()) && this != AS_WRITTEN && this != TINY_STATE;
        return isSame ? Optional.empty() : Optional.of(script.withEntries(told));
    }

    /** Each INSERT of several rows becomes as many of one row: they are an epoch each. */
    private static List<Entry> singleRows(List<Entry> entries) {
        List<Entry> single = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Statement statement
                    && !(statement.expected() instanceof Entry.Outcome.Failure)) {
                Optional<InsertValues> insert = InsertValues.parse(statement.sql());
                if (insert.isPresent() && insert.get().rows().size() > 1) {
                    for (String row : insert.get().rows()) {
                        single.add(new Entry.Statement(statement.line(), statement.connection(),
                                insert.get().with(List.of(row)), new Entry.Outcome.Ok()));
                    }
                    continue;
                }
            }
            single.add(entry);
        }
        return single;
    }

    /**
     * Kills before questions that follow changes; not where a connection's state would be lost that the script relies
     * on.
     */
    private static List<Entry> withRestarts(List<Entry> entries) {
        long questions = entries.stream().filter(e -> Kind.of(e) == Kind.QUERY).count();
        long every = Math.max(1, questions / RESTARTS_MAX);
        List<Entry> told = new ArrayList<>();
        boolean isChanged = false;
        long asked = 0;
        for (Entry entry : entries) {
            Kind kind = Kind.of(entry);
            if (kind == Kind.QUERY) {
                if (isChanged && asked % every == 0) {
                    told.add(new Entry.Restart(entry.line()));
                    isChanged = false;
                }
                asked++;
            }
            isChanged |= kind != Kind.QUERY;
            told.add(entry);
        }
        return told;
    }

    private static boolean dependsOnSession(Script script) {
        return script.entries().stream().anyMatch(Replay::dependsOnSession);
    }

    private static boolean dependsOnSession(Entry entry) {
        return switch (entry) {
            case Entry.Statement statement -> !statement.connection().isEmpty()
                    || List.of("begin", "start", "set", "prepare", "declare")
                            .contains(SqlWords.of(statement.sql()).word(0));
            case Entry.Query query -> !query.connection().isEmpty();
            // A server that is started again follows the wall clock.
            case Entry.Clock clock -> true;
            case Entry.Step step -> false;
            case Entry.Changes changes -> false;
            case Entry.Restart restart -> false;
        };
    }
}
