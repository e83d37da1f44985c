package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * SQL text as words and marks, as far as a replay must understand it: names and keywords in lower case, strings and
 * quoted names whole, every other character alone; without comments and blanks.
 *
 * @param words the words and marks
 * @param begins where each begins in the text
 * @param ends where each ends
 */
record SqlWords(List<String> words, List<Integer> begins, List<Integer> ends) {
    static SqlWords of(String sql) {
        List<String> words = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            int end = end(sql, at);
            String word = sql.substring(at, end);
            if (!word.isBlank() && !word.startsWith("--") && !word.startsWith("/*")) {
                boolean isPlain = Character.isJavaIdentifierStart(word.charAt(0));
                words.add(isPlain ? word.toLowerCase(Locale.ROOT) : word);
                begins.add(at);
                ends.add(end);
            }
            at = end;
        }
        return new SqlWords(words, begins, ends);
    }

    private static int end(String sql, int at) {
        char c = sql.charAt(at);
        int end = at + 1;
        if (c == '\'' || c == '"') {
            while (end < sql.length()
                    && !(sql.charAt(end) == c && !(end + 1 < sql.length() && sql.charAt(end + 1) == c))) {
                end += sql.charAt(end) == c ? 2 : 1;
            }
            return Math.min(sql.length(), end + 1);
        }
        if (sql.startsWith("--", at)) {
            int line = sql.indexOf('\n', at);
            return line < 0 ? sql.length() : line;
        }
        if (sql.startsWith("/*", at)) {
            int close = sql.indexOf("*/", at);
            return close < 0 ? sql.length() : close + 2;
        }
        boolean isWord = Character.isJavaIdentifierStart(c);
        while (end < sql.length() && isWord && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    boolean startsWith(String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!word(i).equals(expected[i])) {
                return false;
            }
        }
        return true;
    }

    /** All words, for the question whether a name is mentioned; a quoted name counts without its quotes. */
    Set<String> mentioned() {
        Set<String> names = new HashSet<>();
        words.forEach(w -> names.add(w.startsWith("\"") ? w.substring(1, w.length() - 1) : w));
        return names;
    }
}
