package dev.millrace.executor.state;

import java.util.stream.IntStream;

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

    /**
     * The groups whose rows come to a shard.
     *
     * @param isSingle all rows are dealt to the first shard, whatever their key
     */
    public static int[] owned(boolean isSingle, int shard, int shards) {
        return IntStream.range(0, COUNT)
                .filter(group -> (isSingle ? 0 : shard(group, shards)) == shard)
                .toArray();
    }
}
