package dev.millrace.executor.engine;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.operator.StateTables;
import dev.millrace.executor.state.StateReader;

/** Tables for the state of a flow that lives as long as one query or subscription. */
final class Scratch implements StateTables {

    private final Workspace workspace;
    private final Map<String, Integer> tables = new HashMap<>();

    Scratch(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public int tableId(String uid, int ordinal) {
        return tables.computeIfAbsent(uid + "/" + ordinal, name -> workspace.takeTable());
    }

    @Override
    public boolean isNew(int tableId) {
        return true;
    }

    @Override
    public StateReader reader() {
        return workspace.reader();
    }

    /** @param isUsed whether anything was written to the tables */
    void end(boolean isUsed) {
        workspace.giveBack(tables.values(), isUsed);
        tables.clear();
    }
}
