package dev.millrace.server.statement;

import java.time.Duration;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Subscription;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.LiveRows;
import dev.millrace.server.session.Outcome;

/** SUBSCRIBE: an endless result, one batch for each message of the engine; it ends by cancel, or with the client. */
final class SubscribeHandler implements Handler<Statement.Subscribe> {

    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public Outcome handle(Statement.Subscribe subscribe, Execution run) {
        SubscriptionRows rows = new SubscriptionRows(subscribe);
        SubscriptionRights rights = new SubscriptionRights(subscribe.accesses(), run);
        Subscription subscription = run.database().engine().subscribe(
                subscribe.plan(),
                run.session().settings().zone(),
                new Subscription.Beginning(subscribe.snapshot(), subscribe.asOf()));
        // The subscription has its own view of the database; the statement's snapshot would only pin old rows.
        run.session().transaction().unpin();
        return new Outcome.Rows(
                ResultColumns.wire(rows.columns()), new Changes(subscription, rows, rights, subscribe.progress(), run),
                "SUBSCRIBE");
    }

    private static final class Changes implements LiveRows {
        private final Subscription subscription;
        private final SubscriptionRows rows;
        private final SubscriptionRights rights;
        private final boolean progress;
        private final Execution run;

        private Changes(
                Subscription subscription, SubscriptionRows rows, SubscriptionRights rights, boolean progress,
                Execution run) {
            this.subscription = subscription;
            this.rows = rows;
            this.rights = rights;
            this.progress = progress;
            this.run = run;
        }

        @Override
        public DeltaBatch next() throws InterruptedException {
            // Nobody knows how long the next change takes: what there is goes out first.
            run.session().connection().out().flush();
            return next(Long.MAX_VALUE, run.cancellation());
        }

        @Override
        public DeltaBatch next(long nanos, Cancellation cancellation) throws InterruptedException {
            long begin = System.nanoTime();
            for (long rest = nanos; ; rest = nanos - (System.nanoTime() - begin)) {
                cancellation.check();
                Subscription.Message message =
                        subscription.next(Duration.ofNanos(Math.clamp(rest, 0, POLL.toNanos())));
                if (message != null && (progress || !message.delta().isEmpty())) {
                    rights.check();
                    return rows.of(message);
                }
                if (message == null && rest <= 0) {
                    return null;
                }
            }
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
