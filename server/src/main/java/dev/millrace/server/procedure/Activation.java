package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Routine;
import dev.millrace.server.session.Execution;

/** One call of a procedure: what it may use, and what it has come to so far. */
final class Activation {

    private final Procedures procedures;
    private final Execution run;
    private final Code code;
    private final String title;
    private final Routine routine;
    private final Schema row;
    private final Statements statements;
    private final Environment root;
    private final Variable found = Variable.of("found", Value.of(false));
    private final List<List<Value>> rows = new ArrayList<>();
    private long rowCount;
    /** Null as long as nothing was returned. */
    private List<Value> returned;
    private boolean hasReturned;
    /** The error that was last told where it is. */
    private SqlException located;

    /**
     * @param title as errors call the procedure
     * @param routine null for a block without a name
     * @param row the fields of the rows that it returns; null where it returns values
     * @param root with the arguments, and the label of the procedure's name
     */
    Activation(
            Procedures procedures, Execution run, Code code, String title, Routine routine, Schema row,
            Statements statements, Environment root) {
        this.procedures = procedures;
        this.run = run;
        this.code = code;
        this.title = title;
        this.routine = routine;
        this.row = row;
        this.statements = statements;
        this.root = root;
    }

    Procedures procedures() {
        return procedures;
    }

    Execution run() {
        return run;
    }

    Code code() {
        return code;
    }

    Routine routine() {
        return routine;
    }

    Schema row() {
        return row;
    }

    Statements statements() {
        return statements;
    }

    Environment root() {
        return root;
    }

    Variable found() {
        return found;
    }

    /** Says how many rows the last statement was about, and whether there were any. */
    void counted(long count) {
        rowCount = count;
        found.set(Value.of(count > 0));
    }

    /** The same without telling whether there were any. */
    void countedOnly(long count) {
        rowCount = count;
    }

    long rowCount() {
        return rowCount;
    }

    /** What RETURN gives: one value, the values of a row, or null for nothing. */
    void returns(List<Value> values) {
        returned = values;
        hasReturned = true;
    }

    List<Value> returned() {
        return returned;
    }

    boolean hasReturned() {
        return hasReturned;
    }

    /** Rows that RETURN NEXT and RETURN QUERY give. */
    List<List<Value>> rows() {
        return rows;
    }

    /** Says where an error is, unless it was said. */
    SqlException locate(SqlException e, int line, String step) {
        if (e == located) {
            return e;
        }
        located = Statements.withContext(e, "PL/pgSQL function " + title + " line " + line + " at " + step);
        return located;
    }

    /** An error that goes on as it was caught. */
    SqlException again(SqlException handled) {
        located = handled;
        return handled;
    }

    String place(int line, String step) {
        return "PL/pgSQL function " + title + " line " + line + " at " + step;
    }

    String title() {
        return title;
    }
}
