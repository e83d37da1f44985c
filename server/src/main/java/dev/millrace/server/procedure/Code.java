package dev.millrace.server.procedure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.millrace.planner.Variables;
import dev.millrace.sql.procedural.Block;

/** A procedure's text, read, and the statements in it that were planned. One session's. */
final class Code {

    private static final int SHAPES_MAX = 64;

    private final String text;
    private final Block block;
    private final Map<Variables, Map<String, Prepared>> prepared = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Variables, Map<String, Prepared>> eldest) {
            return size() > SHAPES_MAX;
        }
    };

    Code(String text, Block block) {
        this.text = text;
        this.block = block;
    }

    String text() {
        return text;
    }

    Block block() {
        return block;
    }

    Block.Conflict conflict() {
        return block == null ? Block.Conflict.ERROR : block.conflict();
    }

    /** Statements planned for such variables, by text. */
    Map<String, Prepared> prepared(Variables variables) {
        return prepared.computeIfAbsent(variables, key -> new HashMap<>());
    }
}
