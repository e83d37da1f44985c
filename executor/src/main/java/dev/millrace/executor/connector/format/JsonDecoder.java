package dev.millrace.executor.connector.format;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

/** Decodes JSON objects: by the shapes of earlier records where one fits, otherwise in full. */
final class JsonDecoder implements RecordDecoder {

    private static final int SHAPES_MAX = 8;

    /** Records that no shape fitted are all learned from at first, then one in so many: they may never repeat. */
    private static final int LEARN_ALL = 64;

    private static final int LEARN_EVERY = 32;

    private final JsonWalk walk;
    private final RowBuffer row;
    private final JsonScan scan = new JsonScan();
    private final JsonShape.Builder learned = new JsonShape.Builder();
    /** The last used first. */
    private final List<JsonShape> shapes = new ArrayList<>();
    private final boolean isShapeUsed;
    private long misses;
    private String rejection;

    JsonDecoder(Schema schema, List<Integer> columns, String root) {
        this(schema, columns, root, true);
    }

    /** @param isShapeUsed false for the full reading of every record, which tests compare with */
    JsonDecoder(Schema schema, List<Integer> columns, String root, boolean isShapeUsed) {
        walk = new JsonWalk(new JsonPaths(schema, root), FieldDecoder.of(schema));
        row = new RowBuffer(schema, columns);
        this.isShapeUsed = isShapeUsed;
    }

    @Override
    public Outcome decode(byte[] data, int start, int end, BatchBuilder batch) {
        try {
            if (!read(data, start, end)) {
                return Outcome.NO_ROW;
            }
            row.check();
        } catch (SqlException e) {
            rejection = e.getMessage();
            return Outcome.REJECTED;
        }
        row.appendTo(batch);
        return Outcome.ROW;
    }

    /** Whether the record is a row, which is then in the buffer. */
    private boolean read(byte[] data, int start, int end) {
        for (int i = 0; i < shapes.size(); i++) {
            JsonShape shape = shapes.get(i);
            row.clear();
            if (shape.read(data, start, end, scan, row)) {
                if (i > 0) {
                    shapes.remove(i);
                    shapes.addFirst(shape);
                }
                return shape.hasRow();
            }
        }
        row.clear();
        learned.start(data, start, end);
        misses++;
        if (!isShapeUsed || misses > LEARN_ALL && misses % LEARN_EVERY != 0) {
            learned.giveUp();
        }
        boolean hasRow = walk.read(data, start, end, row, learned);
        JsonShape shape = learned.build();
        if (shape != null) {
            if (shapes.size() == SHAPES_MAX) {
                shapes.removeLast();
            }
            shapes.addFirst(shape);
        }
        return hasRow;
    }

    @Override
    public String rejection() {
        return rejection;
    }
}
