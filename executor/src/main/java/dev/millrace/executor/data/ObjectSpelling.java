package dev.millrace.executor.data;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * How the objects that values of regclass and its like number are written. Who works for a session binds what that
 * session sees; elsewhere, in a view for example, such values are numbers.
 */
public interface ObjectSpelling {

    ScopedValue<ObjectSpelling> CURRENT = ScopedValue.newInstance();

    /** The name, qualified where the bare one would not find the object; the number where there is none. */
    String spell(Guise guise, long oid);

    /**
     * The number of what a text means: a name, a number, or {@code -} for none.
     *
     * @throws SqlException as PostgreSQL's when there is no such object
     */
    long read(Guise guise, String text);

    /** Outside of sessions only numbers can be read. */
    ObjectSpelling NUMBERS = new ObjectSpelling() {
        @Override
        public String spell(Guise guise, long oid) {
            return Long.toString(oid);
        }

        @Override
        public long read(Guise guise, String text) {
            return NumberText.parseInteger(SqlType.Kind.OID, text);
        }
    };

    static ObjectSpelling current() {
        return CURRENT.orElse(NUMBERS);
    }
}
