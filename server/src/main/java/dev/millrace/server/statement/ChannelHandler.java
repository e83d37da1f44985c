package dev.millrace.server.statement;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.millrace.executor.engine.Subscription;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Notification;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.StatementText;

/**
 * LISTEN, UNLISTEN and NOTIFY. A channel that is called as a relation, with its schema, is that relation's: it tells
 * when the relation has changed.
 */
final class ChannelHandler implements Handler<Statement.Channel> {

    @Override
    public Outcome handle(Statement.Channel channel, Execution run) {
        Session session = run.session();
        String name = channel.name() == null ? null : String.join(".", channel.name().parts());
        switch (channel.kind()) {
            case LISTEN -> session.listening().listen(name, changes(channel.name().parts(), run));
            case UNLISTEN -> session.listening().unlisten(name);
            case NOTIFY ->
                session.listening().say(new Notification(session.processId(), name, channel.payload()));
        }
        return new Outcome.Done(channel.kind().name());
    }

    /** Where the changes of the relation come from whose channel it is; null for a channel of NOTIFY only. */
    private static Supplier<Subscription> changes(List<String> written, Execution run) {
        List<String> name = written.size() > 1 ? written : List.of(written.getFirst().split("\\.", 2));
        if (name.size() == 1 || written.size() == 1 && run.catalog().resolve(name).isEmpty()) {
            return null;
        }
        String relation = name.stream()
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
        StatementText text = StatementText.asWritten("SUBSCRIBE " + relation);
        Statement planned = run.database()
                .planning()
                .plan(text, List.of(), run.session(), run.cancellation())
                .statement();
        Statement.Subscribe subscribe = (Statement.Subscribe) planned;
        return () -> run.database()
                .engine()
                .subscribe(
                        subscribe.plan(),
                        run.session().settings().zone(),
                        new Subscription.Beginning(false, null));
    }
}
