package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.session.Execution;

/** What a sequence is after all that was said of it, checked as PostgreSQL checks it. */
final class SequenceDefinitions {

    private SequenceDefinitions() {}

    /** @param old the sequence so far, or for a new one null */
    static CatalogObject.Sequence of(
            long id, NewName name, SequenceSettings said, CatalogObject.Sequence old,
            SequenceOwner owner) {
        SqlType type = said.type() != null ? said.type() : old != null ? old.type() : SqlType.BIGINT;
        if (!type.kind().isInteger()) {
            throw fault("sequence type must be smallint, integer, or bigint");
        }
        long increment = said.increment() != null ? said.increment() : old != null ? old.increment() : 1;
        if (increment == 0) {
            throw fault("INCREMENT must not be zero");
        }
        boolean isUp = increment > 0;
        long typeMin = typeMin(type);
        long typeMax = -(typeMin + 1);
        // A bound that was the old type's becomes the new type's.
        boolean keepsMax = old != null && said.max() == null && !(said.type() != null && old.max() == typeMax(old));
        boolean keepsMin =
                old != null && said.min() == null && !(said.type() != null && old.min() == typeMin(old.type()));
        long max = keepsMax ? old.max() : bound(said.max(), isUp ? typeMax : -1);
        long min = keepsMin ? old.min() : bound(said.min(), isUp ? 1 : typeMin);
        checkType("MAXVALUE", max, type, typeMin, typeMax);
        checkType("MINVALUE", min, type, typeMin, typeMax);
        if (min >= max) {
            throw fault("MINVALUE (" + min + ") must be less than MAXVALUE (" + max + ")");
        }
        long start = said.start() != null ? said.start() : old != null ? old.start() : isUp ? min : max;
        if (start < min) {
            throw fault("START value (" + start + ") cannot be less than MINVALUE (" + min + ")");
        }
        if (start > max) {
            throw fault("START value (" + start + ") cannot be greater than MAXVALUE (" + max + ")");
        }
        long cache = said.cache() != null ? said.cache() : old != null ? old.cache() : 1;
        if (cache < 1) {
            throw fault("CACHE (" + cache + ") must be greater than zero");
        }
        boolean cycles = said.cycles() != null ? said.cycles() : old != null && old.cycles();
        return new CatalogObject.Sequence(
                id, name.schemaName(), name.name(), type, start, increment, min, max, cache, cycles, owner);
    }

    private static long typeMin(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    private static long typeMax(CatalogObject.Sequence sequence) {
        return -(typeMin(sequence.type()) + 1);
    }

    private static long bound(String said, long otherwise) {
        return said == null || said.isEmpty() ? otherwise : Long.parseLong(said);
    }

    private static void checkType(String what, long bound, SqlType type, long min, long max) {
        if (bound < min || bound > max) {
            throw fault(what + " (" + bound + ") is out of range for sequence data type " + type);
        }
    }

    private static SqlException fault(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }

    /** The column that OWNED BY names; null for NONE. */
    static SequenceOwner owner(List<String> said, Execution run) {
        if (said.isEmpty()) {
            return null;
        }
        List<String> name = said.subList(0, said.size() - 1);
        CatalogObject object = run.catalog().find(name).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + String.join(".", name) + "\" does not exist"));
        if (!(object instanceof CatalogObject.Table table)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "sequence cannot be owned by relation \"" + object.name() + "\"");
        }
        run.session().authority().checkOwner(table);
        int column = table.schema().indexOf(said.getLast());
        if (column < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + said.getLast() + "\" of relation \"" + table.name() + "\" does not exist");
        }
        return new SequenceOwner(table.id(), column, false);
    }
}
