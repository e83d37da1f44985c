package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementRunner;

/** COPY ... TO STDOUT: of a query, a SUBSCRIBE, or a change with RETURNING. */
final class CopyOutHandler implements Handler<Statement.CopyOut> {

    private final StatementRunner runner;

    CopyOutHandler(StatementRunner runner) {
        this.runner = runner;
    }

    @Override
    public Outcome handle(Statement.CopyOut copy, Execution run) throws InterruptedException {
        if (!(runner.run(copy.source(), run) instanceof Outcome.Rows rows)) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
        }
        CopyWriter writer = CopyWriter.of(copy.format(), rows.columns(), run.session().settings().zone());
        Outcome.CopyOut giving =
                new Outcome.CopyOut(writer.wireFormat(), rows.columns().size(), new Stream(writer, rows));
        return copy.file() == null ? giving : CopyFile.write(copy.file(), giving, run);
    }

    private static final class Stream implements Outcome.CopyStream {
        private final CopyWriter writer;
        private final Outcome.Rows source;
        private boolean isStarted;
        private boolean isEnded;
        private long rows;

        private Stream(CopyWriter writer, Outcome.Rows source) {
            this.writer = writer;
            this.source = source;
        }

        @Override
        public List<byte[]> next() throws InterruptedException {
            if (!isStarted) {
                isStarted = true;
                return writer.beginning();
            }
            DeltaBatch batch = isEnded ? null : source.stream().next();
            if (batch == null) {
                List<byte[]> ending = isEnded ? null : writer.ending();
                isEnded = true;
                return ending;
            }
            List<byte[]> encoded = new ArrayList<>(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                encoded.add(writer.row(batch, row));
            }
            rows += batch.size();
            return encoded;
        }

        @Override
        public long rows() {
            return rows;
        }

        @Override
        public void close() {
            source.stream().close();
        }
    }
}
