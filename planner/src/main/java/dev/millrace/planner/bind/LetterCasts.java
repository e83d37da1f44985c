package dev.millrace.planner.bind;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Casts of PostgreSQL's type "char": a letter is text, and only to an integer it is its code. */
final class LetterCasts {

    private static final Set<Kind> TEXTS = Set.of(Kind.TEXT, Kind.VARCHAR, Kind.CHAR, Kind.UNKNOWN);

    private LetterCasts() {}

    /** A letter for its code, a code for its letter, anything else as it is. */
    static Expr coded(Expr expr, SqlType target) {
        if (isLetter(expr.type()) && isCode(target)) {
            return new Expr.Call("letter code(text)", List.of(expr), SqlType.INTEGER);
        }
        return isLetter(target) && isCode(expr.type())
                ? new Expr.Call("letter of code(integer)", List.of(expr), SqlType.TEXT)
                : expr;
    }

    /** False between a letter and what is neither text nor its code. */
    static boolean exists(SqlType from, SqlType to) {
        return isLetter(from) == isLetter(to)
                || TEXTS.contains(isLetter(from) ? to.kind() : from.kind())
                || isCode(from)
                || isCode(to);
    }

    private static boolean isLetter(SqlType type) {
        return type.guise() == Guise.LETTER;
    }

    private static boolean isCode(SqlType type) {
        return type.kind() == Kind.INTEGER && type.guise() == null;
    }
}
