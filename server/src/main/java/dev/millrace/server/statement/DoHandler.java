package dev.millrace.server.statement;

import dev.millrace.planner.InlineBlock;
import dev.millrace.server.catalog.Language;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** DO: a procedure without a name, in the statement's transaction. */
final class DoHandler implements Handler<InlineBlock> {

    @Override
    public Outcome handle(InlineBlock block, Execution run) throws InterruptedException {
        run.session().authority().checkLanguage(Language.PLPGSQL.word());
        Procedures.current().run(block.body(), block.block(), run);
        return new Outcome.Done("DO");
    }
}
