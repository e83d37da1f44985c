package dev.millrace.executor.state;

/**
 * The fixed number of groups that keys fall into: the unit in which state is dealt to shards. Shards own ranges of
 * groups, and state lies in storage by group, so the number of shards may change from run to run.
 */
public final class KeyGroups {

    public static final int COUNT = 128;

    private KeyGroups() {}

    /** @param hash {@code KeyHash} of the key columns */
    public static int of(long hash) {
        return (int) (hash >>> 57);
    }

    /** The shard that owns a group. */
    public static int shard(int group, int shards) {
        return group * shards / COUNT;
    }
}
