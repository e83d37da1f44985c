package dev.millrace.sql.procedural;

import java.util.List;
import java.util.Map;

/** A statement of PL/pgSQL. Texts of statements and expressions of SQL are as they were written. */
public sealed interface Step {

    /** Of the procedure's text, from 1. */
    int line();

    /** What it is called where an error in it is told. */
    String name();

    /** Where the rows of a statement go. @param isStrict whether there has to be exactly one */
    record Into(boolean isStrict, List<Target> targets) {}

    record Branch(String condition, List<Step> steps) {}

    /** Assignment. */
    record Assign(int line, Target target, String expression) implements Step {
        @Override
        public String name() {
            return "assignment";
        }
    }

    record Choice(int line, List<Branch> branches, List<Step> otherwise) implements Step {
        @Override
        public String name() {
            return "IF";
        }
    }

    /**
     * CASE.
     *
     * @param operand null where the branches have conditions
     * @param branches with conditions, or with expressions that {@code IN} could list
     * @param otherwise null without ELSE
     */
    record Case(int line, String operand, List<Branch> branches, List<Step> otherwise) implements Step {
        @Override
        public String name() {
            return "CASE";
        }
    }

    /** Exit or continue. @param label null for the innermost loop; @param condition null for always */
    record Exit(int line, boolean isContinue, String label, String condition) implements Step {
        @Override
        public String name() {
            return isContinue ? "CONTINUE" : "EXIT";
        }
    }

    /** A statement of SQL. @param into null for nowhere */
    record Sql(int line, String statement, Into into) implements Step {
        @Override
        public String name() {
            return "SQL statement";
        }
    }

    /**
     * A statement of a body in SQL.
     *
     * @param number from 1
     * @param isLast whether its rows are what the body gives
     */
    record Plain(int line, int number, String statement, boolean isLast) implements Step {
        @Override
        public String name() {
            return "statement " + number;
        }
    }

    /** A query whose rows nobody wants. */
    record Perform(int line, String query) implements Step {
        @Override
        public String name() {
            return "PERFORM";
        }
    }

    /** CALL of a procedure, which may give values back to variables that stand among its arguments. */
    record Call(int line, String statement, List<String> arguments) implements Step {
        @Override
        public String name() {
            return "CALL";
        }
    }

    /** EXECUTE: a statement that is computed. */
    record Dynamic(int line, String expression, Into into, List<String> using) implements Step {
        @Override
        public String name() {
            return "EXECUTE";
        }
    }

    /**
     * RAISE.
     *
     * @param level in lower case
     * @param message with a {@code %} for each argument; null for none
     * @param condition as it is called, or its SQLSTATE; null for none
     * @param state its SQLSTATE, or null
     * @param options expressions by option, in lower case
     */
    record Raise(
            int line, String level, String message, List<String> arguments, String condition, String state,
            Map<String, String> options)
            implements Step {
        @Override
        public String name() {
            return "RAISE";
        }

        /** Whether the error that is being handled goes on. */
        public boolean isAgain() {
            return message == null && state == null && options.isEmpty();
        }
    }

    /** @param message null for none */
    record Assert(int line, String condition, String message) implements Step {
        @Override
        public String name() {
            return "ASSERT";
        }
    }

    /** @param items what is asked for, in lower case, by where it goes */
    record Diagnostics(int line, boolean isStacked, Map<Target, String> items) implements Step {
        @Override
        public String name() {
            return "GET " + (isStacked ? "STACKED " : "") + "DIAGNOSTICS";
        }
    }

    /** @param expression null for none */
    record Return(int line, String expression) implements Step {
        @Override
        public String name() {
            return "RETURN";
        }
    }

    /** @param expression null where the parameters say it */
    record ReturnNext(int line, String expression) implements Step {
        @Override
        public String name() {
            return "RETURN NEXT";
        }
    }

    /** @param text a query, or with {@code isDynamic} the expression of one */
    record ReturnQuery(int line, String text, boolean isDynamic, List<String> using) implements Step {
        @Override
        public String name() {
            return "RETURN QUERY";
        }
    }

    record Nested(Block block) implements Step {
        @Override
        public int line() {
            return block.line();
        }

        @Override
        public String name() {
            return "statement block";
        }
    }

    record Repeated(Loop loop) implements Step {
        @Override
        public int line() {
            return loop.line();
        }

        @Override
        public String name() {
            return loop.over().name();
        }
    }

    record Nothing(int line) implements Step {
        @Override
        public String name() {
            return "NULL";
        }
    }

    /** COMMIT or ROLLBACK. @param isChained whether the next transaction has the same modes */
    record EndTransaction(int line, boolean isCommit, boolean isChained) implements Step {
        @Override
        public String name() {
            return isCommit ? "COMMIT" : "ROLLBACK";
        }
    }

    /** OPEN. @param query of a cursor that has none, text or with {@code isDynamic} an expression; else null */
    record Open(int line, Target cursor, String arguments, String query, boolean isDynamic, List<String> using)
            implements Step {
        @Override
        public String name() {
            return "OPEN";
        }
    }

    /** FETCH or MOVE. @param into null for MOVE; @param direction as SQL has it, without FROM */
    record Fetch(int line, Target cursor, String direction, Into into) implements Step {
        @Override
        public String name() {
            return into == null ? "MOVE" : "FETCH";
        }
    }

    record Close(int line, Target cursor) implements Step {
        @Override
        public String name() {
            return "CLOSE";
        }
    }
}
