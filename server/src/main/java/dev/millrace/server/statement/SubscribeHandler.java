package dev.millrace.server.statement;

import java.time.Duration;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Subscription;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.LiveRows;
import dev.millrace.server.session.Outcome;

/** SUBSCRIBE: an endless result, one batch for each message of the engine; it ends by cancel, or with the client. */
final class SubscribeHandler implements Handler<Statement.Subscribe> {

    private static final Duration POLL = Duration.ofMillis(50);

    @Override
    public Outcome handle(Statement.Subscribe subscribe, Execution run) {
        Schema schema = ResultColumns.subscription(subscribe.plan().result(), subscribe.progress());
        Subscription subscription = run.database().engine().subscribe(
                subscribe.plan(), run.session().settings().zone(), subscribe.snapshot());
        // The subscription has its own view of the database; the statement's snapshot would only pin old rows.
        run.session().transaction().unpin();
        return new Outcome.Rows(
                ResultColumns.wire(schema), new Changes(subscription, schema, subscribe.progress(), run), "SUBSCRIBE");
    }

    private static final class Changes implements LiveRows {
        private final Subscription subscription;
        private final Schema schema;
        private final boolean progress;
        private final Execution run;

        private Changes(Subscription subscription, Schema schema, boolean progress, Execution run) {
            this.subscription = subscription;
            this.schema = schema;
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
                    return progress ? withProgress(message) : changes(message);
                }
                if (message == null && rest <= 0) {
                    return null;
                }
            }
        }

        private DeltaBatch changes(Subscription.Message message) {
            DeltaBatch delta = message.delta();
            int size = delta.size();
            ColumnBuilder epochs = new ColumnBuilder(SqlType.Layout.WORD);
            ColumnBuilder weights = new ColumnBuilder(SqlType.Layout.WORD);
            for (int row = 0; row < size; row++) {
                epochs.appendWord(message.epoch());
                weights.appendWord(delta.weight(row));
            }
            Column[] columns = new Column[delta.columnCount() + 2];
            columns[0] = epochs.build();
            columns[1] = weights.build();
            for (int i = 0; i < delta.columnCount(); i++) {
                columns[i + 2] = delta.column(i);
            }
            return DeltaBatch.inserts(columns, size);
        }

        /** The changes, then a row that says: all up to this epoch is complete. */
        private DeltaBatch withProgress(Subscription.Message message) {
            DeltaBatch delta = message.delta();
            BatchBuilder rows = new BatchBuilder(schema);
            for (int row = 0; row <= delta.size(); row++) {
                boolean isProgress = row == delta.size();
                rows.column(0).appendWord(message.epoch());
                rows.column(1).appendWord(isProgress ? 1 : 0);
                if (isProgress) {
                    rows.column(2).appendNull();
                } else {
                    rows.column(2).appendWord(delta.weight(row));
                }
                for (int i = 3; i < schema.size(); i++) {
                    if (isProgress) {
                        rows.column(i).appendNull();
                    } else {
                        rows.column(i).append(delta.column(i - 3), row);
                    }
                }
                rows.endRow(1);
            }
            return rows.build();
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
