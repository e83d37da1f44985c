package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** RESET name, RESET ALL. */
final class ResetHandler implements Handler<Statement.Reset> {

    @Override
    public Outcome handle(Statement.Reset reset, Execution run) {
        if (reset.name() == null || reset.name().equalsIgnoreCase("all")) {
            run.session().settings().resetAll();
        } else {
            LogicalClock.change(reset.name(), null, run);
            run.session().settings().reset(reset.name());
        }
        return new Outcome.Done("RESET");
    }
}
