package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.session.Execution;

/** How a row is refused that breaks a rule of what it was to be written to. */
final class RowFaults {

    private RowFaults() {}

    /** @param row as it may be shown; null for nothing of it */
    static SqlException missing(CatalogObject.Relation holder, String column, String row) {
        return new SqlException(
                SqlState.NOT_NULL_VIOLATION,
                "null value in column \"" + column + "\" of relation \"" + holder.name()
                        + "\" violates not-null constraint")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), column, null));
    }

    static SqlException broken(CatalogObject.Relation holder, String check, String row) {
        return new SqlException(
                SqlState.CHECK_VIOLATION,
                "new row for relation \"" + holder.name() + "\" violates check constraint \"" + check + "\"")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), null, check));
    }

    /** The row is none of the partition through which it was to be written. */
    static SqlException elsewhere(CatalogObject.Table partition, String row) {
        return new SqlException(
                SqlState.CHECK_VIOLATION,
                "new row for relation \"" + partition.name() + "\" violates partition constraint")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(partition.schemaName(), partition.name(), null, null));
    }

    /** @param key columns and values */
    static SqlException duplicate(CatalogObject.Relation holder, String constraint, String key) {
        return new SqlException(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"" + constraint + "\"")
                .withDetail("Key " + key + " already exists.")
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), null, constraint));
    }

    /** A trigger has made of a row of one partition one of another. */
    static SqlException moved(CatalogObject.Table partition, String trigger) {
        return new SqlException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "moving row to another partition during a BEFORE FOR EACH ROW trigger is not supported")
                .withDetail("Before executing trigger \"" + trigger + "\", the row was to be in partition \""
                        + partition.schemaName() + "." + partition.name() + "\".");
    }

    /** What the session may read of a row, as a detail; null for nothing. */
    static String shown(CatalogObject.Relation relation, DeltaBatch rows, int row, Execution run) {
        Authority authority = run.session().authority();
        boolean isReadable = authority.has(Privilege.SELECT, relation.id(), Grantable.TABLE);
        Schema schema = relation.schema();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            boolean isDropped = relation instanceof CatalogObject.Table table && table.columns().get(i).isDropped();
            if (!isDropped && (isReadable || authority.hasOfColumn(Privilege.SELECT, relation.id(), i))) {
                names.add(schema.field(i).name());
                values.add(rows.column(i).isNull(row)
                        ? "null"
                        : TextForm.shown(
                                schema.type(i), rows.column(i), row, run.session().settings().zone()));
            }
        }
        String shown = isReadable ? "" : "(" + String.join(", ", names) + ") = ";
        return names.isEmpty() ? null : "Failing row contains " + shown + "(" + String.join(", ", values) + ").";
    }
}
