package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.PastRelation;
import dev.millrace.executor.plan.SqlType;

/** Hands out the numbers of one statement's columns, and of what it reads of the past. */
public final class ColumnNumbers {

    private int next;
    private final List<PastRelation> pasts = new ArrayList<>();

    public Column column(String name, SqlType type, boolean nullable) {
        return new Column(next++, name, type, nullable);
    }

    /** The same column under a new number. */
    public Column copyOf(Column column) {
        return column(column.name(), column.type(), column.nullable());
    }

    /** The number under which a relation is scanned as it was. */
    public long past(long relation, Expr asOf) {
        long id = Long.MIN_VALUE + pasts.size();
        pasts.add(new PastRelation(id, relation, asOf));
        return id;
    }

    public List<PastRelation> pasts() {
        return List.copyOf(pasts);
    }
}
