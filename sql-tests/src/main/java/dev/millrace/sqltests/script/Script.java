package dev.millrace.sqltests.script;

import java.util.List;
import java.util.Set;

/**
 * A parsed script.
 *
 * @param name the file's path as it is reported
 * @param replays the replays named in the header ({@code # replay: as-written restarts}), empty when it names none:
 *        then every replay that is sound for it may be run
 * @param classic whether answers are in sqllogictest's original form: one value a line, numbers as SQLite prints them
 * @param entries what to do, in order
 */
public record Script(String name, Set<String> replays, boolean classic, List<Entry> entries) {
    public Script {
        replays = Set.copyOf(replays);
        entries = List.copyOf(entries);
    }

    public Script withEntries(List<Entry> changed) {
        return new Script(name, replays, classic, changed);
    }
}
