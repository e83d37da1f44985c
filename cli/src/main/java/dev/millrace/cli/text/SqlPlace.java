package dev.millrace.cli.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.millrace.cli.text.SqlTokens.Token;

/**
 * What can stand at a place of a statement, as far as the words before it tell: enough to offer what fits first.
 *
 * @param kind    what is expected
 * @param subject the relation that is meant, or the kind of objects; empty when there is none
 */
public record SqlPlace(Kind kind, String subject) {
    /** What is expected at a place. */
    public enum Kind {
        /** A statement begins. */
        STATEMENT,
        /** A relation; the subject is table, view, ... or empty for any. */
        RELATION,
        /** A column of the subject, which was named with a dot. */
        MEMBER,
        /** A column of the subject, in a list of columns. */
        COLUMN_LIST,
        /** A value: columns, functions. */
        EXPRESSION,
        /** What follows a value or a relation: keywords. */
        KEYWORD,
        /** A setting of the server. */
        SETTING,
        /** Inside a string or a comment: nothing is offered. */
        NOTHING
    }

    private static final Set<String> BEFORE_RELATION = Set.of("from", "join", "into", "update", "table", "truncate",
            "subscribe", "view", "stream", "sink", "copy", "only", "references", "watch", "index", "sequence", "like");
    private static final Set<String> BEFORE_VALUE = Set.of("select", "where", "and", "or", "not", "on", "by", "having",
            "set", "when", "then", "else", "case", "between", "in", "distinct", "all", "values", "returning", "qualify",
            "filter", "like", "ilike", "is", "using", "limit", "offset", "over", "partition");
    private static final Set<String> CLAUSES = Set.of("select", "from", "where", "by", "having", "set", "values",
            "returning", "limit", "join", "on", "into", "using", "window", "qualify", "partition");

    /** The place at the end of a text. */
    public static SqlPlace atEndOf(String text) {
        List<Token> all = SqlTokens.of(text);
        if (!all.isEmpty() && isOpen(all.getLast(), text)) {
            return new SqlPlace(Kind.NOTHING, "");
        }
        List<Token> words = SqlTokens.words(text);
        int begin = 0;
        for (int i = 0; i < words.size(); i++) {
            begin = words.get(i).text().equals(";") ? i + 1 : begin;
        }
        words = words.subList(begin, words.size());
        boolean isInWord = !all.isEmpty() && all.getLast().isName();
        return of(isInWord ? words.subList(0, words.size() - 1) : words);
    }

    private static boolean isOpen(Token last, String text) {
        return switch (last.kind()) {
            case COMMENT -> last.text().startsWith("--") ? !text.endsWith("\n") : !last.text().endsWith("*/");
            case STRING -> !last.text().matches("(?s)([eEbBxX]?'.*'|\\$.*\\$)") || last.text().length() < 2;
            case SPACE, WORD, QUOTED_NAME, NUMBER, SIGN -> false;
        };
    }

    private static SqlPlace of(List<Token> words) {
        if (words.isEmpty()) {
            return new SqlPlace(Kind.STATEMENT, "");
        }
        int last = words.size() - 1;
        String before = word(words, last);
        String first = word(words, 0);
        if (before.equals(".") && last > 0 && words.get(last - 1).isName()) {
            return new SqlPlace(Kind.MEMBER, words.get(last - 1).name());
        }
        if (first.equals("show") && last == 0 || first.equals("reset") || first.equals("set") && last == 0) {
            return new SqlPlace(Kind.SETTING, "");
        }
        if (first.equals("set") && !word(words, 1).equals("session")) {
            return new SqlPlace(last == 1 ? Kind.KEYWORD : Kind.EXPRESSION, "");
        }
        String list = columnListOf(words);
        if (list != null && (before.equals("(") || before.equals(","))) {
            return new SqlPlace(Kind.COLUMN_LIST, list);
        }
        boolean isAssigned = first.equals("update") && (before.equals("set")
                || before.equals(",") && clause(words).equals("set"));
        if (isAssigned) {
            return new SqlPlace(Kind.COLUMN_LIST, relations(joined(words)).values().stream().findFirst().orElse(""));
        }
        boolean isCreated = first.equals("create") && words.stream().noneMatch(w -> w.text().equalsIgnoreCase("as"));
        if (before.equals("on") && first.equals("create") || before.equals("to") && first.equals("subscribe")) {
            return new SqlPlace(Kind.RELATION, "");
        }
        boolean isNew = isCreated && !before.equals("from") && !before.equals("references");
        if (BEFORE_RELATION.contains(before) && !isNew) {
            return new SqlPlace(Kind.RELATION, Set.of("view", "stream", "sink", "table", "index", "sequence")
                    .contains(before) ? kind(words, before) : "");
        }
        if (before.equals(",")) {
            boolean isFrom = clause(words).equals("from") || clause(words).equals("join");
            return new SqlPlace(isFrom ? Kind.RELATION : Kind.EXPRESSION, "");
        }
        boolean isValue = BEFORE_VALUE.contains(before)
                || words.get(last).kind() == SqlTokens.Kind.SIGN && !before.equals(")") && !before.equals("*")
                || before.equals("*") && last > 0 && !word(words, last - 1).equals("select")
                        && !word(words, last - 1).equals("(") && !word(words, last - 1).equals(".");
        return new SqlPlace(isValue ? Kind.EXPRESSION : Kind.KEYWORD, "");
    }

    private static String joined(List<Token> words) {
        return String.join(" ", words.stream().map(Token::text).toList());
    }

    private static String kind(List<Token> words, String before) {
        boolean isMaterialized = words.size() > 1 && word(words, words.size() - 2).equals("materialized");
        return isMaterialized ? "materialized view" : before;
    }

    private static String word(List<Token> words, int index) {
        return index >= 0 && index < words.size() ? words.get(index).text().toLowerCase(Locale.ROOT) : "";
    }

    /** The relation whose columns are listed in the parenthesis that is open at the end; null when it is no such. */
    private static String columnListOf(List<Token> words) {
        int open = openParenthesis(words);
        if (open < 2 || !words.get(open - 1).isName()) {
            return null;
        }
        String before = word(words, open - 2);
        return before.equals("into") || before.equals("copy") || before.equals("on") && word(words, 0).equals("create")
                ? words.get(open - 1).name() : null;
    }

    /** Where the innermost parenthesis begins that is open at the end; -1: none is. */
    private static int openParenthesis(List<Token> words) {
        int depth = 0;
        for (int i = words.size() - 1; i >= 0; i--) {
            depth += word(words, i).equals(")") ? 1 : word(words, i).equals("(") ? -1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    /** The keyword that the end belongs to, in its own parenthesis. */
    private static String clause(List<Token> words) {
        int depth = 0;
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = word(words, i);
            depth += word.equals(")") ? 1 : word.equals("(") ? -1 : 0;
            if (depth < 0) {
                return "";
            }
            if (depth == 0 && CLAUSES.contains(word)) {
                return word;
            }
        }
        return "";
    }

    /** The relations that a text names, by alias too: what a column can be of. */
    public static Map<String, String> relations(String text) {
        Map<String, String> found = new TreeMap<>();
        List<Token> words = SqlTokens.words(text);
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean begins = Set.of("from", "join", "update", "into").contains(word(words, i));
            boolean goesOn = word(words, i).equals(",")
                    && Set.of("from", "join").contains(clause(words.subList(0, i)));
            if ((begins || goesOn) && words.get(i + 1).isName()) {
                addRelation(words, i + 1, found);
            }
        }
        return found;
    }

    private static void addRelation(List<Token> words, int begin, Map<String, String> found) {
        int at = begin;
        while (word(words, at + 1).equals(".") && at + 2 < words.size() && words.get(at + 2).isName()) {
            at += 2;
        }
        String name = words.get(at).name();
        found.put(name, name);
        int alias = word(words, at + 1).equals("as") ? at + 2 : at + 1;
        if (alias < words.size() && words.get(alias).isName() && !Keywords.ALL.contains(word(words, alias))) {
            found.put(words.get(alias).name(), name);
        }
    }
}
