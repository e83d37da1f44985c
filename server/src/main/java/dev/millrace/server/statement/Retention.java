package dev.millrace.server.statement;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.session.Execution;

/** For how long something is kept, as an option says it: an interval, or {@code forever}. */
final class Retention {

    static final long FOREVER = Long.MAX_VALUE;

    private static final int DAYS_OF_MONTH = 30;

    private Retention() {}

    /** @throws SqlException 22007 or 22023 when it is none */
    static long micros(String option, String text, Execution run) {
        if (text.equalsIgnoreCase("forever") || text.equalsIgnoreCase("infinite")) {
            return FOREVER;
        }
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.BYTES);
        TextForm.parse(SqlType.INTERVAL, text, run.session().settings().zone(), column);
        Interval interval = Interval.read((BytesColumn) column.build(), 0);
        long days = (long) interval.months() * DAYS_OF_MONTH + interval.days();
        long micros = Math.addExact(Math.multiplyExact(days, Interval.MICROS_PER_DAY), interval.micros());
        if (micros <= 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, option + " must be positive");
        }
        return micros;
    }
}
