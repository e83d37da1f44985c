package dev.millrace.planner;

import dev.millrace.executor.plan.SqlException;

/** What reading and planning a statement may cost: asked now and then meanwhile, and ends it by throwing. */
public interface Effort {

    /** No limits. */
    Effort ANY = new Effort() {
        @Override
        public void check() {}

        @Override
        public void holds(long heapBytes) {}
    };

    /** @throws SqlException 57014 when the client does not want the statement any more */
    void check();

    /**
     * Says how much heap the statement takes while it is read.
     *
     * @throws SqlException 53200 when that is too much
     */
    void holds(long heapBytes);
}
