package dev.millrace.executor.function;

import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** Text as a sequence of characters: measured, cut, put together. Positions count characters from 1. */
final class StringFunctions {

    /** Longest result of a function that multiplies its argument. */
    private static final long RESULT_BYTES_MAX = 256L << 20;

    private StringFunctions() {}

    @SqlFunction(name = "||", description = "Two texts put together.", example = "'a' || 'b' = 'ab'")
    static Text concatenate(Text left, Text right) {
        byte[] bytes = new byte[left.length() + right.length()];
        System.arraycopy(left.data(), left.start(), bytes, 0, left.length());
        System.arraycopy(right.data(), right.start(), bytes, left.length(), right.length());
        return new Text(bytes, 0, bytes.length);
    }

    @SqlFunction(name = "||", description = "A text and the text of a value put together.")
    static Text concatenateAny(Text left, @As(UNKNOWN) Text right) {
        return concatenate(left, right);
    }

    @SqlFunction(name = "||", description = "The text of a value and a text put together.")
    static Text concatenateToAny(@As(UNKNOWN) Text left, Text right) {
        return concatenate(left, right);
    }

    @SqlFunction(
            name = "concat",
            strict = false,
            description = "The texts of all values put together; NULL counts as empty.",
            example = "concat('a', NULL, 1) = 'a1'")
    static String concat(@As(UNKNOWN) String... parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            out.append(part == null ? "" : part);
        }
        return out.toString();
    }

    @SqlFunction(
            name = "concat_ws",
            strict = false,
            description = "The texts of all values that are not NULL, with a separator between them.",
            example = "concat_ws('-', 'a', NULL, 1) = 'a-1'")
    static String concatWithSeparator(String separator, @As(UNKNOWN) String... parts) {
        if (separator == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (String part : parts) {
            if (part != null) {
                out.append(first ? "" : separator).append(part);
                first = false;
            }
        }
        return out.toString();
    }

    @SqlFunction(
            name = {"length", "char_length", "character_length"},
            description = "How many characters.")
    static int length(Text text) {
        return text.characters();
    }

    @SqlFunction(
            name = {"length", "char_length", "character_length"},
            description = "How many characters, without the padding.")
    static int lengthPadded(@As(CHAR) Text text) {
        return new Text(text.data(), text.start(), ComparisonFunctions.trimmedEnd(text)).characters();
    }

    @SqlFunction(name = "octet_length", description = "How many bytes.")
    static int octetLength(Text text) {
        return text.length();
    }

    @SqlFunction(name = "octet_length", description = "How many bytes, with the padding.")
    static int octetLengthPadded(@As(CHAR) Text text) {
        return text.length();
    }

    @SqlFunction(name = "bit_length", description = "How many bits.")
    static int bitLength(Text text) {
        return Math.multiplyExact(text.length(), 8);
    }

    @SqlFunction(name = "lower", description = "In lower case.")
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @SqlFunction(name = "upper", description = "In upper case.")
    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    @SqlFunction(
            name = "initcap",
            description = "Each word with its first letter in upper case and the others in lower case.",
            example = "initcap('hi THERE') = 'Hi There'")
    static String initcap(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            out.appendCodePoint(inWord ? Character.toLowerCase(character) : Character.toUpperCase(character));
            inWord = Character.isLetterOrDigit(character);
            i += Character.charCount(character);
        }
        return out.toString();
    }

    @SqlFunction(name = "btrim", description = "Without blanks at both ends.")
    static Text trim(Text text) {
        return trimEnd(trimStart(text));
    }

    @SqlFunction(name = "ltrim", description = "Without blanks at the start.")
    static Text trimStart(Text text) {
        int from = 0;
        while (from < text.length() && text.byteAt(from) == ' ') {
            from++;
        }
        return text.slice(from, text.length());
    }

    @SqlFunction(name = "rtrim", description = "Without blanks at the end.")
    static Text trimEnd(Text text) {
        return new Text(text.data(), text.start(), ComparisonFunctions.trimmedEnd(text));
    }

    @SqlFunction(name = "btrim", description = "Without any of some characters at both ends.")
    static String trim(String text, String characters) {
        return trimEnd(trimStart(text, characters), characters);
    }

    @SqlFunction(name = "ltrim", description = "Without any of some characters at the start.")
    static String trimStart(String text, String characters) {
        int from = 0;
        while (from < text.length() && characters.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    @SqlFunction(name = "rtrim", description = "Without any of some characters at the end.")
    static String trimEnd(String text, String characters) {
        int end = text.length();
        while (end > 0 && characters.indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    @SqlFunction(
            name = {"substr", "substring"},
            description = "From a position to the end.")
    static Text substring(Text text, int from) {
        return text.slice(text.offsetOf(from - 1L), text.length());
    }

    @SqlFunction(
            name = {"substr", "substring"},
            description = "A number of characters from a position.",
            example = "substr('abcdef', 2, 3) = 'bcd'")
    static Text substring(Text text, int from, int count) {
        if (count < 0) {
            throw new SqlException(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        int start = text.offsetOf(from - 1L);
        return text.slice(start, Math.max(start, text.offsetOf(from - 1L + count)));
    }

    @SqlFunction(
            name = {"position", "strpos"},
            description = "Where a part first occurs in the text; 0 when it does not.",
            example = "strpos('abc', 'c') = 3")
    static int position(Text text, Text part) {
        int at = text.indexOf(part, 0);
        return at < 0 ? 0 : text.slice(0, at).characters() + 1;
    }

    @SqlFunction(name = "replace", description = "Each occurrence of a part replaced.")
    static String replace(String text, String part, String replacement) {
        return part.isEmpty() ? text : text.replace(part, replacement);
    }

    @SqlFunction(name = "repeat", description = "The text a number of times.")
    static String repeat(String text, int count) {
        if ((long) text.length() * Math.max(count, 0) > RESULT_BYTES_MAX) {
            throw tooLarge();
        }
        return text.repeat(Math.max(count, 0));
    }

    private static SqlException tooLarge() {
        return new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
    }

    @SqlFunction(name = "reverse", description = "The characters in reverse order.")
    static String reverse(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    @SqlFunction(
            name = "left",
            description = "The first characters; with a negative number, all but so many last ones.",
            example = "left('abcde', -2) = 'abc'")
    static Text left(Text text, int count) {
        long characters = count >= 0 ? count : (long) text.characters() + count;
        return text.slice(0, text.offsetOf(characters));
    }

    @SqlFunction(
            name = "right",
            description = "The last characters; with a negative number, all but so many first ones.")
    static Text right(Text text, int count) {
        long from = count >= 0 ? (long) text.characters() - count : -(long) count;
        return text.slice(text.offsetOf(from), text.length());
    }

    @SqlFunction(name = "lpad", description = "Filled up with blanks on the left, or cut, to a length.")
    static String padStart(String text, int length) {
        return padStart(text, length, " ");
    }

    @SqlFunction(name = "lpad", description = "Filled up on the left, or cut, to a length.")
    static String padStart(String text, int length, String fill) {
        String cut = cut(text, length);
        return padding(cut, length, fill) + cut;
    }

    @SqlFunction(name = "rpad", description = "Filled up with blanks on the right, or cut, to a length.")
    static String padEnd(String text, int length) {
        return padEnd(text, length, " ");
    }

    @SqlFunction(name = "rpad", description = "Filled up on the right, or cut, to a length.")
    static String padEnd(String text, int length, String fill) {
        String cut = cut(text, length);
        return cut + padding(cut, length, fill);
    }

    private static String cut(String text, int length) {
        if (length > RESULT_BYTES_MAX) {
            throw tooLarge();
        }
        int characters = text.codePointCount(0, text.length());
        return characters <= length ? text : text.substring(0, text.offsetByCodePoints(0, Math.max(length, 0)));
    }

    private static String padding(String text, int length, String fill) {
        int missing = length - text.codePointCount(0, text.length());
        if (missing <= 0 || fill.isEmpty()) {
            return "";
        }
        int fillCharacters = fill.codePointCount(0, fill.length());
        return fill.repeat(missing / fillCharacters)
                + fill.substring(0, fill.offsetByCodePoints(0, missing % fillCharacters));
    }

    @SqlFunction(
            name = "split_part",
            description = "The n-th of the parts between separators; counted from the end when negative.",
            example = "split_part('a,b,c', ',', 2) = 'b'")
    static Text splitPart(Text text, Text separator, int field) {
        if (field == 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
        }
        if (separator.length() == 0) {
            return field == 1 || field == -1 ? text : text.slice(0, 0);
        }
        int wanted = field;
        if (field < 0) {
            int parts = 1;
            for (int at = text.indexOf(separator, 0); at >= 0; at = text.indexOf(separator, at + separator.length())) {
                parts++;
            }
            wanted = parts + field + 1;
        }
        if (wanted <= 0) {
            return text.slice(0, 0);
        }
        int from = 0;
        int end = text.indexOf(separator, from);
        for (int part = 1; part < wanted; part++) {
            if (end < 0) {
                return text.slice(0, 0);
            }
            from = end + separator.length();
            end = text.indexOf(separator, from);
        }
        return text.slice(from, end < 0 ? text.length() : end);
    }

    @SqlFunction(name = "ascii", description = "The code point of the first character; 0 of an empty text.")
    static int ascii(String text) {
        return text.isEmpty() ? 0 : text.codePointAt(0);
    }

    @SqlFunction(name = "chr", description = "The character with a code point.")
    static String character(int codePoint) {
        if (codePoint == 0) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
        }
        if (codePoint < 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "character number must be positive");
        }
        if (!Character.isValidCodePoint(codePoint)) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "requested character too large for encoding: " + codePoint);
        }
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "requested character not valid for encoding: " + codePoint);
        }
        return Character.toString(codePoint);
    }

    @SqlFunction(
            name = {"starts_with", "^@"},
            description = "Whether the text begins with another.")
    static boolean startsWith(Text text, Text prefix) {
        return text.startsWith(prefix);
    }

    @SqlFunction(
            name = "translate",
            description = "Each character of one set replaced by that of another at the same place, or removed.",
            example = "translate('12345', '143', 'ax') = 'a2x5'")
    static String translate(String text, String from, String to) {
        int[] source = from.codePoints().toArray();
        int[] target = to.codePoints().toArray();
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            for (int i = 0; i < source.length; i++) {
                if (source[i] == character) {
                    if (i < target.length) {
                        out.appendCodePoint(target[i]);
                    }
                    return;
                }
            }
            out.appendCodePoint(character);
        });
        return out.toString();
    }

    @SqlFunction(name = "overlay", description = "Characters from a position on replaced by as many others.")
    static String overlay(String text, String replacement, int from) {
        return overlay(text, replacement, from, replacement.codePointCount(0, replacement.length()));
    }

    @SqlFunction(
            name = "overlay",
            description = "A number of characters from a position on replaced.",
            example = "overlay('Txxxxas' placing 'hom' from 2 for 4) = 'Thomas'")
    static String overlay(String text, String replacement, int from, int count) {
        if (from <= 0) {
            throw new SqlException(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        Text whole = Text.of(text);
        long rest = (long) from - 1 + count;
        return whole.slice(0, whole.offsetOf(from - 1L))
                + replacement
                + whole.slice(whole.offsetOf(rest), whole.length());
    }

    @SqlFunction(name = "to_hex", description = "In hexadecimal.")
    static String toHex(int value) {
        return Integer.toHexString(value);
    }

    @SqlFunction(name = "to_hex", description = "In hexadecimal.")
    static String toHex(long value) {
        return Long.toHexString(value);
    }
}
