package dev.millrace.server.procedure;

import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Routine;

/** Functions of any type: what they are in a call, by the types of what they are called with. */
final class Polymorphism {

    private Polymorphism() {}

    private static boolean isOpen(SqlType type) {
        return type.kind() == SqlType.Kind.UNKNOWN
                || type.kind() == SqlType.Kind.ARRAY && type.element().kind() == SqlType.Kind.UNKNOWN;
    }

    /** The same with types where it has anyelement or anyarray. @param given types of the arguments */
    static Routine concrete(Routine routine, List<SqlType> given) {
        SqlType element = null;
        for (int i = 0; i < given.size() && element == null; i++) {
            SqlType declared = routine.inputs().get(i).type();
            if (isOpen(declared)) {
                element = declared.kind() == SqlType.Kind.ARRAY ? given.get(i).element() : given.get(i);
            }
        }
        if (element == null) {
            return routine;
        }
        SqlType any = element.withoutModifiers();
        return routine.mapped(type -> concrete(type, any));
    }

    private static SqlType concrete(SqlType type, SqlType element) {
        if (!isOpen(type)) {
            return type;
        }
        return type.kind() == SqlType.Kind.ARRAY ? SqlType.arrayOf(element) : element;
    }
}
