package dev.millrace.sql.parser;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/**
 * Says which words are keywords, by what stands beside them. Calcite's grammar reserves some three hundred words
 * that a PostgreSQL user may use as names (value, year, position, row, ...); here a word is a keyword only where
 * PostgreSQL would read one, and a name everywhere else, so that the grammar needs no list of exceptions.
 */
final class KeywordRules {
    private enum Clause { FROM, GROUP_BY, SUBSCRIPT, WINDOW_LIST, WINDOW, FRAME, OTHER }

    private final List<Lexeme> in;
    private final List<Lexeme> out;
    /** Depths of open parentheses after POSITION, whose IN is not a comparison. */
    private final Deque<Integer> positionDepths = new ArrayDeque<>();
    /** The clauses in which the open parentheses stand. */
    private final Deque<Clause> clauses = new ArrayDeque<>();
    private Clause clause = Clause.OTHER;
    private int at;

    private KeywordRules(List<Lexeme> in) {
        this.in = in;
        this.out = new ArrayList<>(in.size() + 4);
    }

    static List<Lexeme> apply(List<Lexeme> lexemes) {
        KeywordRules rules = new KeywordRules(lexemes);
        while (rules.at < lexemes.size()) {
            rules.step();
        }
        return rules.out;
    }

    private void step() {
        Lexeme lexeme = in.get(at);
        switch (lexeme.form) {
            case WORD -> word(lexeme);
            case OPERATOR -> operator(lexeme);
            case MARK -> mark(lexeme);
            case QUOTED_NAME, STRING, NUMBER, PARAMETER, END -> emit(lexeme);
        }
    }

    private void emit(Lexeme lexeme) {
        out.add(lexeme);
        at++;
    }

    private void emit(Lexeme lexeme, int kind) {
        emit(lexeme.kind == kind ? lexeme : lexeme.withKind(kind, lexeme.text));
    }

    private void mark(Lexeme lexeme) {
        if (lexeme.isMark("(") || lexeme.isMark("[")) {
            if (previous().kind == SqlGrammarConstants.POSITION_CALL) {
                positionDepths.push(clauses.size() + 1);
            }
            clauses.push(clause);
            if (lexeme.isMark("[")) {
                clause = Clause.SUBSCRIPT;
            } else if (previous().kind == SqlGrammarConstants.OVER || startsNamedWindow()) {
                clause = Clause.WINDOW;
            } else if (clause != Clause.GROUP_BY) {
                clause = Clause.OTHER;
            }
        } else if (lexeme.isMark(")") || lexeme.isMark("]")) {
            if (!positionDepths.isEmpty() && positionDepths.peek() == clauses.size()) {
                positionDepths.pop();
            }
            clause = clauses.isEmpty() ? Clause.OTHER : clauses.pop();
        } else if (lexeme.isMark(":") && clause != Clause.SUBSCRIPT) {
            emit(lexeme, SqlGrammarConstants.RESERVED);
            return;
        }
        emit(lexeme);
    }

    private void operator(Lexeme lexeme) {
        if (clause == Clause.FROM && FromItems.isStar(lexeme, out)) {
            at++;
        } else if (lexeme.kind == SqlGrammarConstants.INFIX_OPERATOR && !Operands.isEnd(previous())) {
            emit(lexeme, SqlGrammarConstants.PREFIX_OPERATOR);
        } else {
            emit(lexeme);
        }
    }

    private void word(Lexeme lexeme) {
        if (previous().isMark(".") || isAlias(lexeme)) {
            emit(lexeme, SqlGrammarConstants.IDENTIFIER);
        } else if (!merge(lexeme)) {
            int kind = kind(lexeme);
            if (kind == SqlGrammarConstants.IDENTIFIER && startsTypedLiteral()) {
                out.add(new Lexeme(Form.MARK, SqlGrammarConstants.TYPED_LITERAL, "", "", lexeme.start, lexeme.start));
            }
            emit(lexeme, kind);
        }
    }

    /** After AS even a reserved word is a name, provided the expression ends with it. */
    private boolean isAlias(Lexeme lexeme) {
        Lexeme next = next(1);
        return previous().is("as") && Keywords.reserved(lexeme.text) >= 0 && (!lexeme.is("select") || isInSelect())
                && (next.isMark(",") || next.isMark(")") || next.is("from") || next.form == Form.END);
    }

    /** Whether a SELECT has begun in the innermost parentheses: what follows AS there is no other one. */
    private boolean isInSelect() {
        int depth = 0;
        for (Lexeme lexeme : out.reversed()) {
            depth += lexeme.isMark(")") ? 1 : lexeme.isMark("(") ? -1 : 0;
            if (depth < 0 || depth == 0 && lexeme.is("select")) {
                return depth == 0;
            }
        }
        return false;
    }

    /** Rules that take several words at once, or none: true when one of them applied. */
    private boolean merge(Lexeme lexeme) {
        return switch (lexeme.text) {
            case "trim" -> plainTrim(lexeme);
            case "like", "ilike" -> likeOperator(lexeme);
            case "only" -> onlyName();
            case "at" -> atTimeZone(lexeme);
            case "operator" -> qualifiedOperator(lexeme);
            case "materialized" -> skipMaterialized();
            case "lateral" -> skipLateral();
            case "rows" -> rowsFrom(lexeme);
            default -> false;
        };
    }

    /** With commas it is a plain function, whose name is another. */
    private boolean plainTrim(Lexeme lexeme) {
        if (!next(1).isMark("(") || !holdsInParentheses(",")) {
            return false;
        }
        emit(lexeme.withKind(SqlGrammarConstants.IDENTIFIER, "btrim"));
        return true;
    }

    /** FROM ONLY t: the word is part of the name. */
    private boolean onlyName() {
        int taken = clause == Clause.FROM ? FromItems.only(in, at, out) : 0;
        at += taken;
        return taken > 0;
    }

    /** {@code ROWS FROM (f(x), g(y))} reads as a call, of a function of that name. */
    private boolean rowsFrom(Lexeme lexeme) {
        if (clause != Clause.FROM || !next(1).is("from") || !next(2).isMark("(")) {
            return false;
        }
        emit(lexeme.withKind(SqlGrammarConstants.IDENTIFIER, "rows from"));
        at++;
        return true;
    }

    private boolean atTimeZone(Lexeme lexeme) {
        if (!next(1).is("time") || !next(2).is("zone")) {
            return false;
        }
        out.add(new Lexeme(Form.WORD, SqlGrammarConstants.AT_TIME_ZONE, "at time zone", "at time zone", lexeme.start,
                next(2).end));
        at += 3;
        return true;
    }

    /** {@code OPERATOR(schema.op)} is the operator itself: there is one schema of operators. */
    private boolean qualifiedOperator(Lexeme lexeme) {
        if (!next(1).isMark("(")) {
            return false;
        }
        int name = 2;
        while (next(name).form == Form.WORD && next(name + 1).isMark(".")) {
            name += 2;
        }
        if (next(name).form != Form.OPERATOR || !next(name + 1).isMark(")")) {
            return false;
        }
        Lexeme op = next(name);
        at += name + 1;
        operator(new Lexeme(Form.OPERATOR, op.kind, op.text, op.image, lexeme.start, in.get(at).end));
        return true;
    }

    /** WITH x AS [NOT] MATERIALIZED (...) is a hint that changes no answer. */
    private boolean skipMaterialized() {
        boolean not = previous().is("not") && isBeforePrevious("as");
        if (!not && !previous().is("as") || !next(1).isMark("(")) {
            return false;
        }
        if (not) {
            out.removeLast();
        }
        at++;
        return true;
    }

    /** A function in FROM sees what stands before it, with or without LATERAL. */
    private boolean skipLateral() {
        Lexeme next = next(1);
        boolean function = next.form == Form.WORD && !next.is("unnest") && !next.is("table")
                || next.form == Form.QUOTED_NAME;
        at += function ? 1 : 0;
        return function;
    }

    /** LIKE before ANY and ALL is the operator that it stands for. */
    private boolean likeOperator(Lexeme lexeme) {
        boolean quantified = next(1).is("any") || next(1).is("some") || next(1).is("all");
        if (!quantified || !next(2).isMark("(")) {
            return false;
        }
        String operator = lexeme.is("like") ? "~~" : "~~*";
        int start = lexeme.start;
        if (previous().is("not")) {
            operator = "!" + operator;
            start = out.removeLast().start;
        }
        out.add(new Lexeme(Form.OPERATOR, SqlGrammarConstants.INFIX_OPERATOR, operator, operator, start, lexeme.end));
        at++;
        return true;
    }

    private int kind(Lexeme lexeme) {
        int reserved = Keywords.reserved(lexeme.text);
        if (reserved >= 0) {
            return reservedKind(lexeme, reserved);
        }
        int candidate = Keywords.contextual(lexeme.text);
        return candidate >= 0 && applies(lexeme.text) ? candidate : SqlGrammarConstants.IDENTIFIER;
    }

    private int reservedKind(Lexeme lexeme, int kind) {
        switch (lexeme.text) {
            case "left", "right", "current_schema", "current_date", "current_time", "current_timestamp", "localtime",
                    "localtimestamp" -> {
                return next(1).isMark("(") ? SqlGrammarConstants.IDENTIFIER : kind;
            }
            case "in" -> {
                boolean position = !positionDepths.isEmpty() && positionDepths.peek() == clauses.size();
                return position ? SqlGrammarConstants.IN_POSITION : kind;
            }
            case "from" -> clause = Clause.FROM;
            case "group" -> clause = clause == Clause.FRAME ? clause : Clause.GROUP_BY;
            case "order" -> clause = clause == Clause.WINDOW ? clause : Clause.OTHER;
            case "window" -> clause = Clause.WINDOW_LIST;
            case "where", "having", "limit", "union", "intersect", "except", "select", "fetch", "offset" ->
                    clause = Clause.OTHER;
            default -> {
                return kind;
            }
        }
        return kind;
    }

    /** Whether a word that is a keyword in some places is one in this place. */
    private boolean applies(String word) {
        Lexeme next = next(1);
        Lexeme previous = previous();
        return switch (word) {
            case "values", "row" -> next.isMark("(") || word.equals("row") && isRowCount()
                    || word.equals("row") && previous.kind == SqlGrammarConstants.CURRENT;
            case "exists", "extract", "position", "substring", "trim" -> next.isMark("(");
            case "rollup", "cube" -> next.isMark("(") && clause == Clause.GROUP_BY;
            case "overlay" -> next.isMark("(") && holdsInParentheses("placing");
            case "unnest" -> next.isMark("(") && (clause == Clause.FROM || previous.is("lateral"));
            case "rows", "range", "groups" -> isRowCount() && word.equals("rows") || startsFrame(next);
            case "unbounded" -> clause == Clause.FRAME && (next.is("preceding") || next.is("following"));
            case "current" -> clause == Clause.FRAME && next.is("row");
            case "preceding", "following", "exclude" -> clause == Clause.FRAME;
            case "others" -> previous.kind == SqlGrammarConstants.NO;
            case "no" -> previous.kind == SqlGrammarConstants.EXCLUDE;
            case "ties" -> previous.kind == SqlGrammarConstants.EXCLUDE || previous.is("with") && isAfterRowCount();
            case "qualify" -> Operands.isEnd(previous) && Operands.isStart(next);
            case "partition" -> next.is("by");
            case "by" -> previous.is("group") || previous.is("order") || previous.is("partition");
            case "over" -> previous.isMark(")") && (next.isMark("(") || Operands.isName(next));
            case "filter" -> previous.isMark(")") && next.isMark("(");
            case "within" -> previous.isMark(")") && next.is("group");
            case "nulls" -> next.is("first") || next.is("last");
            case "first", "last", "next" -> previous.kind == SqlGrammarConstants.NULLS || previous.is("fetch");
            case "recursive" -> previous.is("with") && Operands.isName(next);
            case "ordinality" -> previous.is("with") && out.size() > 1 && out.get(out.size() - 2).isMark(")");
            case "escape" -> next.form == Form.STRING || next.form == Form.PARAMETER || next.is("null");
            case "grouping" -> next.is("sets");
            case "sets" -> previous.is("grouping");
            case "unknown" -> previous.is("is") || previous.is("not") && isBeforePrevious("is");
            case "bernoulli", "system" -> previous.is("tablesample");
            case "asof" -> next.is("join") && previous.is("left")
                    || Operands.isEnd(previous) && (next.is("join") || next.is("left") && next(2).is("join"));
            case "emit" -> next.is("on") && next(2).is("window") && next(3).is("close"); // no alias of the query
            case "system_time" -> previous.is("for") && next.is("as") && next(2).is("of");
            case "of" -> previous.is("as") && isBeforePrevious("system_time");
            case "match_condition" -> clause == Clause.FROM && Operands.isEnd(previous) && Operands.isStart(next);
            case "between" -> Operands.isEnd(previous) || previous.is("not") || clause == Clause.FRAME;
            default -> false;
        };
    }

    private boolean isBeforePrevious(String word) {
        return out.size() > 1 && out.get(out.size() - 2).is(word);
    }

    /** ROW or ROWS after OFFSET n, FETCH FIRST and FETCH FIRST n. */
    private boolean isRowCount() {
        return next(1).is("only") || next(1).is("with") && next(2).is("ties")
                || (previous().form == Form.NUMBER || previous().form == Form.PARAMETER) && isBeforePrevious("offset");
    }

    /** FETCH FIRST n ROWS WITH: what follows is no name of a query. */
    private boolean isAfterRowCount() {
        int kind = out.size() > 1 ? out.get(out.size() - 2).kind : SqlGrammarConstants.EOF;
        return kind == SqlGrammarConstants.ROW || kind == SqlGrammarConstants.ROWS;
    }

    /** Whether the word, ROWS, RANGE or GROUPS, begins the frame of a window; elsewhere in a window it is a column. */
    private boolean startsFrame(Lexeme next) {
        Lexeme previous = previous();
        boolean starts = clause == Clause.WINDOW
                && !next.isMark(")") && !next.isMark(",") && !next.isMark(".")
                && (previous.isMark("(") || Operands.isEnd(previous) || Operands.endsSortKey(previous));
        clause = starts ? Clause.FRAME : clause;
        return starts;
    }

    /** {@code WINDOW name AS (}, and after a comma. */
    private boolean startsNamedWindow() {
        int size = out.size();
        if (size < 3 || !out.get(size - 1).is("as") || !Operands.isName(out.get(size - 2))) {
            return false;
        }
        Lexeme before = out.get(size - 3);
        return before.kind == SqlGrammarConstants.WINDOW || before.isMark(",") && clause == Clause.WINDOW_LIST;
    }

    /** Whether the parentheses that open next hold the given word or mark, not nested any deeper. */
    private boolean holdsInParentheses(String wanted) {
        int depth = 0;
        for (int i = at + 1; i < in.size(); i++) {
            Lexeme lexeme = in.get(i);
            if (lexeme.isMark("(") || lexeme.isMark("[")) {
                depth++;
            } else if (lexeme.isMark(")") || lexeme.isMark("]")) {
                depth--;
                if (depth == 0) {
                    return false;
                }
            } else if (depth == 1 && (lexeme.is(wanted) || lexeme.isMark(wanted))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a type's name followed by a string begins here. */
    private boolean startsTypedLiteral() {
        if (Operands.isEnd(previous())) {
            return false;
        }
        int i = 1;
        if (next(i).is("precision") || next(i).is("varying") || next(i).is("character")) {
            i++;
        }
        while (next(i).isMark(".") && Operands.isName(next(i + 1))) {
            i += 2;
        }
        if (next(i).isMark("(")) {
            i++;
            while (next(i).form == Form.NUMBER || next(i).isMark(",")) {
                i++;
            }
            if (!next(i).isMark(")")) {
                return false;
            }
            i++;
        }
        if ((next(i).is("with") || next(i).is("without")) && next(i + 1).is("time") && next(i + 2).is("zone")) {
            i += 3;
        }
        return next(i).form == Form.STRING;
    }

    private Lexeme previous() {
        return out.isEmpty() ? in.getLast() : out.getLast();
    }

    private Lexeme next(int ahead) {
        return at + ahead < in.size() ? in.get(at + ahead) : in.getLast();
    }
}
