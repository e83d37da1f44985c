package dev.millrace.server.statement;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.engine.Subscription;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Notification;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
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
            case LISTEN -> listen(name, channel.name().parts(), run);
            case UNLISTEN -> session.listening().unlisten(name);
            case NOTIFY ->
                session.listening().say(new Notification(session.processId(), name, channel.payload()));
        }
        return new Outcome.Done(channel.kind().name());
    }

    /** To a relation, when the session may read it, or to a channel of NOTIFY only. */
    private static void listen(String channel, List<String> written, Execution run) {
        List<String> name = written.size() > 1 ? written : List.of(written.getFirst().split("\\.", 2));
        if (name.size() == 1 || written.size() == 1 && run.catalog().resolve(name).isEmpty()) {
            run.session().listening().listen(channel);
            return;
        }
        String relation = name.stream()
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
        StatementText text = StatementText.asWritten("SUBSCRIBE " + relation);
        Planned planned = run.database().planning().plan(text, List.of(), run.session(), run.cancellation());
        Statement.Subscribe subscribe = (Statement.Subscribe) planned.statement();
        SubscriptionRights rights = new SubscriptionRights(subscribe.accesses(), run);
        ZoneId zone = run.session().settings().zone();
        run.session().listening().listen(
                channel,
                () -> run.database().engine().subscribe(
                        subscribe.plan(), zone, new Subscription.Beginning(false, null)),
                rights::check);
    }
}
