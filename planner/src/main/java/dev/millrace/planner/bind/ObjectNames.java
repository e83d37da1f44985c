package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Casts between text and {@code regclass} and its like, whose values number objects of a catalog. Which object a name
 * means, and how it is called, changes without a change of the value: a view contains neither.
 */
final class ObjectNames {

    private ObjectNames() {}

    /** Whether a conversion looks an object up by its name, or its name by its number. */
    static boolean isLookUp(SqlType from, SqlType to) {
        return to.numbersObjects() && (from.kind().isText() || from.kind() == Kind.UNKNOWN)
                || from.numbersObjects() && to.kind().isText();
    }

    /** The conversion. A name is looked up whenever the statement runs, a number at once. */
    static Expr convert(Expr value, SqlType target, Binding binding, SqlNode at) {
        if (value instanceof Expr.Literal literal && literal.value() instanceof String text && text.matches("\\d+")) {
            Expr number = binding.coercion.convert(new Expr.Literal(text, SqlType.UNKNOWN), SqlType.OID, at);
            return new Expr.Literal(((Expr.Literal) number).value(), target);
        }
        checkNotKept(binding, at);
        if (!target.numbersObjects()) {
            return new Expr.Cast(value, target);
        }
        Expr name = new Expr.Literal(target.guise().sqlName(), SqlType.TEXT);
        Expr text = binding.coercion.convert(value, SqlType.TEXT, at);
        return new Expr.Call("object number(text,text)", List.of(name, text), target);
    }

    /** @throws SqlException 0A000 in a query that is kept */
    static void checkNotKept(Binding binding, SqlNode at) {
        if (binding.isKept()) {
            throw SqlException.unsupported("the name of a catalog's object in a materialized view")
                    .at(binding.at(at));
        }
    }
}
