package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.CopyFormat;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.Format;

/**
 * COPY table FROM STDIN: rows are checked and buffered as they come, and are written by the statement's transaction.
 */
final class CopyInHandler implements Handler<Statement.CopyIn> {

    private static final int BATCH_ROWS = 4096;
    private static final long BATCH_BYTES = 1 << 20;

    @Override
    public Outcome handle(Statement.CopyIn copy, Execution run) {
        TableWriter writer = new TableWriter(run, copy.relation(), copy.rules(), "COPY FROM");
        Sink sink = new Sink(writer, copy, run);
        Format format = copy.format().kind() == CopyFormat.Kind.BINARY ? Format.BINARY : Format.TEXT;
        Outcome.CopyIn taking = new Outcome.CopyIn(format, copy.columns().size(), sink);
        return copy.file() == null ? taking : CopyFile.read(copy.file(), taking, run);
    }

    private static final class Sink implements Outcome.CopySink, CopyReader.Target {
        private final TableWriter writer;
        private final Schema schema;
        private final List<Integer> columns;
        private final ColumnDefaults defaults;
        private final Expr where;
        private final CopyReader reader;
        private final BatchBuilder builder;
        private long rows;

        private Sink(TableWriter writer, Statement.CopyIn copy, Execution run) {
            this.writer = writer;
            this.schema = writer.schema();
            this.columns = copy.columns();
            this.where = copy.where();
            this.defaults = new ColumnDefaults(writer.relation(), columns, run);
            this.builder = new BatchBuilder(schema);
            List<Schema.Field> fields = new ArrayList<>();
            columns.forEach(column -> fields.add(schema.field(column)));
            this.reader = CopyReader.of(copy.format(), fields, run.session().settings().zone(), this);
        }

        @Override
        public ColumnBuilder column(int field) {
            return builder.column(columns.get(field));
        }

        @Override
        public String relation() {
            return writer.relation().name();
        }

        @Override
        public void endRow() {
            defaults.append(builder);
            builder.endRow(1);
            if (builder.size() >= BATCH_ROWS || builder.heapBytes() >= BATCH_BYTES) {
                flush();
            }
        }

        private void flush() {
            DeltaBatch batch = where == null
                    ? Triggers.incoming(writer, builder.build())
                    : Triggers.incoming(writer, writer.expressions().filter(where, builder.build()));
            rows += batch.size();
            writer.checkRows(batch);
            writer.claimKeys(batch);
            writer.insert(batch);
        }

        @Override
        public void accept(byte[] bytes) {
            reader.accept(bytes);
        }

        @Override
        public long finish() {
            reader.finish();
            flush();
            writer.finish();
            return rows;
        }
    }
}
