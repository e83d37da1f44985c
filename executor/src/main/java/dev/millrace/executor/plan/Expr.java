package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A typed and resolved expression over the columns of one input row. Every name, overload, coercion and collation has
 * been decided; evaluation needs no catalog. NULL follows SQL's three-valued logic throughout.
 */
public sealed interface Expr {

    SqlType type();

    /** The direct operands, in evaluation order. */
    List<Expr> operands();

    /** The same node over other operands (as many, of the same types). */
    Expr withOperands(List<Expr> operands);

    /** Column {@code index} of the input. */
    record Input(int index, SqlType type) implements Expr {
        @Override
        public List<Expr> operands() {
            return List.of();
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return this;
        }
    }

    /**
     * A constant. The value is null for NULL, otherwise a {@code Boolean} (BOOLEAN), a {@code Double} (REAL, DOUBLE), a
     * {@code Long} (every other kind of layout WORD, in its physical form), or a {@code String}: the SQL text form of a
     * kind of layout BYTES (numeric {@code "1.50"}, interval {@code "1 day"}, bytea {@code "\x00ff"}).
     */
    record Literal(Object value, SqlType type) implements Expr {
        public static final Literal TRUE = new Literal(true, SqlType.BOOLEAN);
        public static final Literal FALSE = new Literal(false, SqlType.BOOLEAN);

        public static Literal ofNull(SqlType type) {
            return new Literal(null, type);
        }

        @Override
        public List<Expr> operands() {
            return List.of();
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return this;
        }
    }

    /** {@code $n} of a prepared statement (index n-1); replaced by a {@link Literal} before anything runs. */
    record Parameter(int index, SqlType type) implements Expr {
        @Override
        public List<Expr> operands() {
            return List.of();
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return this;
        }
    }

    /** The engine's logical clock: the same instant for every row of an epoch or of a statement. */
    record Now(SqlType type) implements Expr {
        @Override
        public List<Expr> operands() {
            return List.of();
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return this;
        }
    }

    /**
     * A call of a scalar function or operator.
     *
     * @param function the identity of the resolved overload, {@link FunctionSignature#id()}, e.g. {@code
     *     "+(integer,integer)"}
     */
    record Call(String function, List<Expr> operands, SqlType type) implements Expr {
        public Call {
            operands = List.copyOf(operands);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Call(function, operands, type);
        }
    }

    /**
     * Conversion to another type, with its modifiers enforced; errors as PostgreSQL's input and cast functions.
     *
     * @param assignment the conversion of a value to a column's type: text too long for {@code varchar(n)} is an error
     *     unless the excess is blanks, where an explicit cast truncates
     */
    record Cast(Expr operand, SqlType type, boolean assignment) implements Expr {
        /** An explicit or implicit cast. */
        public Cast(Expr operand, SqlType type) {
            this(operand, type, false);
        }

        @Override
        public List<Expr> operands() {
            return List.of(operand);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Cast(operands.getFirst(), type, assignment);
        }
    }

    /**
     * Three-valued conjunction of any number of conditions. An error in one does not surface where another is
     * false.
     */
    record And(List<Expr> operands) implements Expr {
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new And(operands);
        }
    }

    /** Three-valued disjunction. */
    record Or(List<Expr> operands) implements Expr {
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Or(operands);
        }
    }

    /** Three-valued negation. */
    record Not(Expr operand) implements Expr {
        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public List<Expr> operands() {
            return List.of(operand);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Not(operands.getFirst());
        }
    }

    /** {@code operand IS NULL}; never NULL itself. */
    record IsNull(Expr operand) implements Expr {
        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public List<Expr> operands() {
            return List.of(operand);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new IsNull(operands.getFirst());
        }
    }

    /** {@code left IS NOT DISTINCT FROM right}: equality where NULL equals NULL; never NULL itself. Equal types. */
    record IsNotDistinct(Expr left, Expr right) implements Expr {
        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public List<Expr> operands() {
            return List.of(left, right);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new IsNotDistinct(operands.get(0), operands.get(1));
        }
    }

    /** {@code operand IN (candidates)} with SQL's NULL rules; all of one type. */
    record InList(Expr operand, List<Expr> candidates) implements Expr {
        public InList {
            candidates = List.copyOf(candidates);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }

        @Override
        public List<Expr> operands() {
            List<Expr> all = new ArrayList<>(candidates.size() + 1);
            all.add(operand);
            all.addAll(candidates);
            return all;
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new InList(operands.getFirst(), operands.subList(1, operands.size()));
        }
    }

    /**
     * {@code CASE WHEN c1 THEN r1 ... ELSE e END}; a result is evaluated only for rows whose condition chose it.
     *
     * @param operands condition, result, condition, result, ..., else (always present)
     */
    record Case(List<Expr> operands, SqlType type) implements Expr {
        public Case {
            operands = List.copyOf(operands);
            if (operands.size() % 2 != 1) {
                throw new IllegalArgumentException("a case needs condition/result pairs and an else");
            }
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Case(operands, type);
        }
    }

    /** The first operand that is not NULL; later ones are evaluated only for rows where all before were NULL. */
    record Coalesce(List<Expr> operands, SqlType type) implements Expr {
        public Coalesce {
            operands = List.copyOf(operands);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Coalesce(operands, type);
        }
    }

    /** A row of values; never NULL itself, whatever its fields are. */
    record Row(List<Expr> operands, SqlType type) implements Expr {
        public Row {
            operands = List.copyOf(operands);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Row(operands, type);
        }
    }

    /** A field of a row, by its position; NULL where the row is. */
    record Field(Expr operand, int index, SqlType type) implements Expr {
        @Override
        public List<Expr> operands() {
            return List.of(operand);
        }

        @Override
        public Expr withOperands(List<Expr> operands) {
            return new Field(operands.getFirst(), index, type);
        }
    }

    /** Whether the value depends on the logical clock. */
    default boolean asksClock() {
        return this instanceof Now || operands().stream().anyMatch(Expr::asksClock);
    }

    /** Applies a rewrite bottom-up to every node of this expression. */
    default Expr rewrite(UnaryOperator<Expr> rule) {
        List<Expr> before = operands();
        if (before.isEmpty()) {
            return rule.apply(this);
        }
        List<Expr> after = new ArrayList<>(before.size());
        boolean changed = false;
        for (Expr operand : before) {
            Expr rewritten = operand.rewrite(rule);
            changed |= rewritten != operand;
            after.add(rewritten);
        }
        return rule.apply(changed ? withOperands(after) : this);
    }
}
