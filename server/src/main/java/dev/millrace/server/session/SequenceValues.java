package dev.millrace.server.session;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.catalog.Sequences;

/** The sequences as one session uses them, and which values it got last. */
public final class SequenceValues {

    private final Session session;
    private final Map<Long, Long> current = new HashMap<>();
    private Long last;

    SequenceValues(Session session) {
        this.session = session;
    }

    /** @throws SqlException 42501 when the session's role has none of these rights */
    public void check(long id, Privilege... privileges) {
        CatalogObject.Sequence sequence = find(id);
        for (Privilege privilege : privileges) {
            if (session.authority().has(privilege, id, Grantable.SEQUENCE)) {
                return;
            }
        }
        throw Authority.denied("sequence", sequence.name());
    }

    /** That rows may get their numbers from it: identity columns need no right of their own. */
    public void checkNumbering(long id) {
        SequenceOwner owner = find(id).owner();
        if (owner == null || !owner.isIdentity()) {
            check(id, Privilege.USAGE, Privilege.UPDATE);
        }
    }

    private CatalogObject.Sequence find(long id) {
        CatalogObject object = session.transaction().catalog().find(id).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "relation with OID " + id + " does not exist"));
        if (!(object instanceof CatalogObject.Sequence sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is not a sequence");
        }
        return sequence;
    }

    public long[] take(long id, int count) {
        session.transaction().checkWritable("nextval()");
        long[] values = session.database().sequences().take(find(id), count);
        if (count > 0) {
            last = values[count - 1];
            current.put(id, last);
        }
        return values;
    }

    public long current(long id) {
        Long value = current.get(id);
        if (value == null) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "currval of sequence \"" + find(id).name() + "\" is not yet defined in this session");
        }
        return value;
    }

    public long last() {
        if (last == null) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
        }
        return last;
    }

    public void set(long id, long value, boolean isCalled) {
        session.transaction().checkWritable("setval()");
        CatalogObject.Sequence sequence = find(id);
        if (value < sequence.min() || value > sequence.max()) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "setval: value " + value + " is out of bounds for sequence \"" + sequence.name() + "\" ("
                            + sequence.min() + ".." + sequence.max() + ")");
        }
        session.database().sequences().set(sequence, new Sequences.Position(value, isCalled));
        if (isCalled) {
            current.put(id, value);
        }
    }

    /** Null before the first value. */
    public Sequences.Position position(long id) {
        return session.database().sequences().position(find(id));
    }

    /** DISCARD SEQUENCES. */
    public void discard() {
        current.clear();
        last = null;
    }
}
