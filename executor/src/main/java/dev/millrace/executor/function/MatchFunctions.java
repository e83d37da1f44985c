package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** What regular expressions find in a text, as arrays: the groups of a match, all matches, what stands between them. */
final class MatchFunctions {

    private MatchFunctions() {}

    @SqlFunction(
            name = "regexp_match",
            description = "The groups of the first match of a regular expression, or all of it; NULL without.",
            example = "regexp_match('foobarbequebaz', '(bar)(beque)') = '{bar,beque}'")
    @ArrayOf(TEXT)
    static byte[] regexpMatch(String text, Regex pattern) {
        RegexMatches matcher = pattern.matcher(text);
        return matcher.find() ? groups(matcher) : null;
    }

    @SqlFunction(name = "regexp_match", description = "The groups of the first match, with flags.")
    @ArrayOf(TEXT)
    static byte[] regexpMatch(String text, String pattern, String flags) {
        if (flags.indexOf('g') >= 0) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "regexp_match() does not support the \"global\" option")
                    .withHint("Use the regexp_matches function instead.");
        }
        return regexpMatch(text, Regex.compile(pattern, flags));
    }

    @SqlFunction(name = "regexp_matches array", description = "The groups of the first match, if there is one.")
    @ArrayOf(TEXT)
    static byte[] regexpMatches(String text, Regex pattern) {
        return matches(text, pattern, false);
    }

    @SqlFunction(name = "regexp_matches array", description = "The groups of the first match, or with g of each one.")
    @ArrayOf(TEXT)
    static byte[] regexpMatches(String text, String pattern, String flags) {
        return matches(text, Regex.compile(pattern, flags), flags.indexOf('g') >= 0);
    }

    /** The matches, each as the text of the array of its groups. */
    private static byte[] matches(String text, Regex pattern, boolean isGlobal) {
        List<String> matches = new ArrayList<>();
        RegexMatches matcher = pattern.matcher(text);
        while ((isGlobal || matches.isEmpty()) && matcher.find()) {
            byte[] groups = groups(matcher);
            ColumnBuilder one = new ColumnBuilder(SqlType.Layout.BYTES);
            one.appendBytes(groups, 0, groups.length);
            matches.add(TextForm.format(SqlType.arrayOf(SqlType.TEXT), one.build(), 0, null));
        }
        return SessionFunctions.texts(matches);
    }

    private static byte[] groups(RegexMatches matcher) {
        if (matcher.groupCount() == 0) {
            return SessionFunctions.texts(List.of(matcher.group(0)));
        }
        ColumnBuilder groups = new ColumnBuilder(SqlType.Layout.BYTES);
        for (int i = 1; i <= matcher.groupCount(); i++) {
            if (matcher.group(i) == null) {
                groups.appendNull();
            } else {
                groups.appendText(matcher.group(i));
            }
        }
        return ArrayForm.encode(groups.build());
    }

    @SqlFunction(
            name = "regexp_split_to_array",
            description = "A text's parts between the matches of a regular expression.",
            example = "regexp_split_to_array('hello world', '\\s+') = '{hello,world}'")
    @ArrayOf(TEXT)
    static byte[] regexpSplit(String text, Regex pattern) {
        List<String> parts = new ArrayList<>();
        RegexMatches matcher = pattern.matcher(text);
        int from = 0;
        while (matcher.find()) {
            // An empty match counts only between two characters.
            if (matcher.end() == matcher.start()
                    && (matcher.start() == from || matcher.start() == text.length())) {
                continue;
            }
            parts.add(text.substring(from, matcher.start()));
            from = matcher.end();
        }
        parts.add(text.substring(from));
        return SessionFunctions.texts(parts);
    }

    @SqlFunction(name = "regexp_split_to_array", description = "A text's parts between matches, with flags.")
    @ArrayOf(TEXT)
    static byte[] regexpSplit(String text, String pattern, String flags) {
        if (flags.indexOf('g') >= 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "regexp_split_to_array() does not support the \"global\" option");
        }
        return regexpSplit(text, Regex.compile(pattern, flags));
    }

    @SqlFunction(
            name = "string_to_array", strict = false,
            description = "A text's parts between separators, NULL where they are like the third text.")
    @ArrayOf(TEXT)
    static byte[] split(String text, String separator, String nullText) {
        byte[] parts = ArrayFunctions.split(text, separator);
        if (parts == null || nullText == null) {
            return parts;
        }
        var texts = (dev.millrace.executor.data.BytesColumn) ArrayForm.decode(SqlType.TEXT, parts, 0, parts.length);
        ColumnBuilder out = new ColumnBuilder(SqlType.Layout.BYTES);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.text(i).equals(nullText)) {
                out.appendNull();
            } else {
                out.append(texts, i);
            }
        }
        return ArrayForm.encode(out.build());
    }
}
