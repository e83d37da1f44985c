package dev.millrace.sql.parser;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/**
 * Takes constants out of a statement where a parameter in their place means exactly the same: a whole value of an
 * INSERT's rows, the value that a column is set to in an UPDATE, and what a column is compared with in WHERE.
 * Everywhere else they stay, because there they may decide more than a value: a position (ORDER BY 1), the name or the
 * type of a column, the equality of an expression with one of GROUP BY, the plan (LIMIT, ranks).
 *
 * <p>It looks at lexemes only, and errs on the side of leaving things as they are. Who plans the template must still
 * be ready for one that does not plan: then the text as it was written has to be planned, for its error at least.
 */
final class ConstantLifter {
    /** Longer texts are bulk loads, whose template would be as long. */
    private static final int TEXT_MAX = 16_384;
    private static final int CONSTANTS_MAX = 1_000;

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> OTHER_CLAUSES = Set.of(
            "select", "from", "group", "having", "order", "limit", "offset", "fetch", "union", "intersect", "except",
            "returning", "on", "using", "window", "with", "values");
    /** What may stand behind the constant of a comparison: it must end the operand. */
    private static final Set<String> AFTER_COMPARISON = Set.of(
            "and", "or", "group", "order", "limit", "offset", "fetch", "having", "union", "intersect", "except",
            "returning", "then");
    private static final Set<String> AFTER_ASSIGNMENT = Set.of("where", "from", "returning");

    private enum Clause { ROWS, SET, WHERE, OTHER }

    private final String script;
    private final List<Lexeme> lexemes;
    private final int start;
    private final int end;
    private final Deque<Clause> outer = new ArrayDeque<>();
    private final StringBuilder template = new StringBuilder();
    private final List<LiftedText.Constant> constants = new ArrayList<>();
    private Clause clause = Clause.OTHER;
    private int parameters;
    private int copied;

    private ConstantLifter(String script, List<Lexeme> lexemes, int start, int end) {
        this.script = script;
        this.lexemes = lexemes;
        this.start = start;
        this.end = end;
    }

    /**
     * Lifts the constants of one statement of a script.
     *
     * @param lexemes the statement's
     * @return null when there is nothing to lift
     */
    static LiftedText lift(String script, List<Lexeme> lexemes) {
        int start = lexemes.getFirst().start;
        int end = lexemes.getLast().end;
        return end - start > TEXT_MAX ? null : new ConstantLifter(script, lexemes, start, end).lift();
    }

    private LiftedText lift() {
        Lexeme first = lexemes.getFirst();
        boolean isKnown = first.is("select") || first.is("insert") || first.is("update") || first.is("delete");
        if (!isKnown || !countParameters()) {
            return null;
        }
        copied = start;
        for (int i = 0; i < lexemes.size(); i++) {
            Lexeme lexeme = lexemes.get(i);
            switch (lexeme.form) {
                case WORD -> {
                    if (lexeme.is("conflict") && first.is("insert")) {
                        return finish(); // what follows sees two rows, and is left alone
                    }
                    word(i, lexeme, first);
                }
                case MARK -> mark(lexeme);
                case STRING, NUMBER -> constant(i, lexeme);
                case QUOTED_NAME, PARAMETER, OPERATOR, END -> { }
            }
        }
        return finish();
    }

    /** False when the statement has something in it that makes of constants more than values. */
    private boolean countParameters() {
        for (Lexeme lexeme : lexemes) {
            if (lexeme.form == Form.PARAMETER) {
                parameters = Math.max(parameters, Integer.parseInt(lexeme.text.substring(1)));
            } else if (lexeme.is("over")) {
                return false; // a bound of a rank is a plan of its own
            }
        }
        return true;
    }

    private LiftedText finish() {
        if (constants.isEmpty() || constants.size() > CONSTANTS_MAX) {
            return null;
        }
        template.append(script, copied, end);
        return new LiftedText(template.toString(), parameters, constants);
    }

    private void word(int i, Lexeme word, Lexeme first) {
        if (isAt(i - 1, ".")) {
            return;
        }
        boolean isOuter = outer.isEmpty();
        if (word.is("where")) {
            // Behind a parenthesis it is the FILTER of an aggregate.
            clause = isAt(i - 1, "(") ? Clause.OTHER : Clause.WHERE;
        } else if (word.is("set") && first.is("update") && isOuter) {
            clause = Clause.SET;
        } else if (word.is("values") && first.is("insert") && isOuter) {
            clause = Clause.ROWS;
        } else if (OTHER_CLAUSES.contains(word.text)) {
            clause = Clause.OTHER;
        }
    }

    private void mark(Lexeme mark) {
        if (mark.isMark("(") || mark.isMark("[")) {
            outer.push(clause);
            if (clause != Clause.WHERE && !(clause == Clause.ROWS && outer.size() == 1)) {
                clause = Clause.OTHER;
            }
        } else if (mark.isMark(")") || mark.isMark("]")) {
            clause = outer.isEmpty() ? Clause.OTHER : outer.pop();
        }
    }

    private void constant(int i, Lexeme constant) {
        boolean isSigned = constant.form == Form.NUMBER && i > 0
                && (isAt(i - 1, "-") || isAt(i - 1, "+")) && !isOperand(i - 2);
        int before = isSigned ? i - 2 : i - 1;
        boolean isWhole = switch (clause) {
            case ROWS -> outer.size() == 1 && (isAt(before, "(") || isAt(before, ","))
                    && (isAt(i + 1, ")") || isAt(i + 1, ","));
            case SET -> outer.isEmpty() && isAt(before, "=") && isName(before - 1)
                    && (isEnd(i + 1) || isAt(i + 1, ",") || isWord(i + 1, AFTER_ASSIGNMENT));
            case WHERE -> isComparison(before) && isName(before - 1)
                    && (isEnd(i + 1) || isAt(i + 1, ")") || isWord(i + 1, AFTER_COMPARISON));
            case OTHER -> false;
        };
        if (isWhole && isPlain(constant)) {
            lift(isSigned ? lexemes.get(i - 1).start : constant.start, isSigned && isAt(i - 1, "-"), constant);
        }
    }

    private void lift(int from, boolean isNegative, Lexeme constant) {
        template.append(script, copied, from);
        template.append('$').append(parameters + constants.size() + 1);
        copied = constant.end;
        if (copied < end && Lexer.isNamePart(script.charAt(copied))) {
            template.append(' ');
        }
        boolean isText = constant.form == Form.STRING;
        String text = isText ? constant.text : constant.image;
        constants.add(new LiftedText.Constant(isText, isNegative ? "-" + text : text));
    }

    /** Strings as they are written, and numbers that are not written with an exponent. */
    private static boolean isPlain(Lexeme constant) {
        return constant.form == Form.STRING
                || constant.kind == SqlGrammarConstants.UNSIGNED_INTEGER_LITERAL
                || constant.kind == SqlGrammarConstants.DECIMAL_NUMERIC_LITERAL;
    }

    private boolean isAt(int i, String mark) {
        return i >= 0 && i < lexemes.size() && lexemes.get(i).isMark(mark);
    }

    private boolean isComparison(int i) {
        return i >= 0 && lexemes.get(i).form == Form.OPERATOR && COMPARISONS.contains(lexemes.get(i).text);
    }

    private boolean isName(int i) {
        return i >= 0 && (lexemes.get(i).form == Form.WORD || lexemes.get(i).form == Form.QUOTED_NAME);
    }

    /** Whether a sign behind this would be between two operands. */
    private boolean isOperand(int i) {
        if (i < 0) {
            return false;
        }
        Lexeme lexeme = lexemes.get(i);
        return switch (lexeme.form) {
            case WORD, QUOTED_NAME, STRING, NUMBER, PARAMETER -> true;
            case MARK -> lexeme.isMark(")") || lexeme.isMark("]");
            case OPERATOR, END -> false;
        };
    }

    private boolean isWord(int i, Set<String> words) {
        return lexemes.get(i).form == Form.WORD && words.contains(lexemes.get(i).text);
    }

    private boolean isEnd(int i) {
        return i >= lexemes.size();
    }
}
