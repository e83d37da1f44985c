package dev.millrace.executor.operator;

import dev.millrace.executor.state.StateReader;

/** Where the operators of a dataflow keep their state in storage. */
public interface StateTables {

    /** The id of an operator's n-th table; the same whenever it is asked, for every shard. */
    int tableId(String uid, int ordinal);

    /** Whether storage has nothing yet under this id: no miss needs to look there. */
    boolean isNew(int tableId);

    StateReader reader();

    /** For a dataflow that lives as long as one query: nothing is ever written to storage. */
    StateTables NONE = new StateTables() {
        @Override
        public int tableId(String uid, int ordinal) {
            return 0;
        }

        @Override
        public boolean isNew(int tableId) {
            return true;
        }

        @Override
        public StateReader reader() {
            return StateReader.NONE;
        }
    };
}
