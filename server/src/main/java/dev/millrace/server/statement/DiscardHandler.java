package dev.millrace.server.statement;

import java.util.Locale;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;

/** DISCARD: what pools send to make a session as new. */
final class DiscardHandler implements Handler<Statement.Discard> {

    @Override
    public Outcome handle(Statement.Discard discard, Execution run) throws InterruptedException {
        Session session = run.session();
        String what = discard.what().toUpperCase(Locale.ROOT);
        if (what.equals("ALL") || what.equals("SEQUENCES")) {
            session.sequences().discard();
        }
        if (what.equals("ALL")) {
            session.transaction().checkOutside("DISCARD ALL");
        }
        if (what.equals("ALL") || what.startsWith("TEMP")) {
            session.transaction().temporary().dropAll(run.cancellation());
        }
        if (what.equals("ALL")) {
            session.portals().closeAll();
            session.statements().clear();
            session.settings().resetAll();
            session.listening().unlisten(null);
            session.advisoryLocks().giveAll();
            session.identity().reset();
        }
        return new Outcome.Done("DISCARD " + (what.startsWith("TEMP") ? "TEMP" : what));
    }
}
