package dev.millrace.executor.window;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;

/** Asks of single rows whether one lies in the RANGE frame of another: how far a change, or a row's frame, reaches. */
public final class RangeReach {

    private final List<RangeEdges> edges;
    private final byte[][] keys;
    private final byte[][] starts;
    private final byte[][] ends;
    private boolean hasFailed;

    public RangeReach(List<RangeEdges> edges) {
        this.edges = edges;
        keys = new byte[edges.size()][];
        starts = new byte[edges.size()][];
        ends = new byte[edges.size()][];
    }

    public boolean isEmpty() {
        return edges.isEmpty();
    }

    /** Sets the row from which it is looked. */
    public void anchor(DeltaBatch row) {
        hasFailed = false;
        for (int i = 0; i < keys.length; i++) {
            edges.get(i).encode(row);
            keys[i] = edges.get(i).keyOf(0);
            starts[i] = edges.get(i).startOf(0);
            hasFailed |= edges.get(i).failure(0) != null;
            ends[i] = edges.get(i).endOf(0);
        }
    }

    /** Whether the anchor lies in the frame of a row before it. */
    public boolean concernsBefore(DeltaBatch row) {
        for (int i = 0; i < keys.length; i++) {
            if (ends[i] != null) {
                edges.get(i).encode(row);
                if (Arrays.compareUnsigned(edges.get(i).endOf(0), keys[i]) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the anchor lies in the frame of a row behind it. */
    public boolean concernsBehind(DeltaBatch row) {
        for (int i = 0; i < keys.length; i++) {
            if (starts[i] != null) {
                edges.get(i).encode(row);
                if (Arrays.compareUnsigned(edges.get(i).startOf(0), keys[i]) <= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a row before the anchor lies in its frame. */
    public boolean readsBefore(DeltaBatch row) {
        for (int i = 0; i < keys.length; i++) {
            if (starts[i] != null) {
                edges.get(i).encode(row);
                if (Arrays.compareUnsigned(edges.get(i).keyOf(0), starts[i]) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The same of a row before the anchor by its bytes in the partition's order, where all frames are sliding ones;
     * true of all rows when the anchor has no frame.
     */
    public boolean readsOrder(byte[] order, int from, int to) {
        if (hasFailed) {
            return true;
        }
        for (byte[] start : starts) {
            if (Arrays.compareUnsigned(order, from, to, start, 0, start.length) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a row behind the anchor lies in its frame. */
    public boolean readsBehind(DeltaBatch row) {
        for (int i = 0; i < keys.length; i++) {
            if (ends[i] != null) {
                edges.get(i).encode(row);
                if (Arrays.compareUnsigned(edges.get(i).keyOf(0), ends[i]) <= 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
