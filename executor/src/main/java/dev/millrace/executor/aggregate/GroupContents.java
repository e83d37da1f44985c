package dev.millrace.executor.aggregate;

import dev.millrace.executor.aggregate.Accumulator.GroupKeys;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.KeyHash;
import dev.millrace.executor.state.KeyGroups;

/** Writes the beginning that all of a group's entries in an ordered table share: its key group and its key. */
final class GroupContents {

    private GroupContents() {}

    static void prefix(GroupKeys keys, int group, ByteBuilder out) {
        out.clear();
        int start = keys.start(group);
        int end = keys.end(group);
        out.append(KeyGroups.of(KeyHash.of(keys.array(), start, end)));
        out.append(keys.array(), start, end);
    }
}
