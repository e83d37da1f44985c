package dev.millrace.executor.function;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** Text as code points: escapes, normal forms; and text as a qualified name. */
final class UnicodeFunctions {

    private static final int ESCAPE_SHORT = 4;
    private static final int ESCAPE_PLUS = 6;
    private static final int ESCAPE_LONG = 8;

    private UnicodeFunctions() {}

    // ---- escapes ----------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = "unistr",
            description = "A text with its Unicode escapes (\\XXXX, \\+XXXXXX, \\uXXXX, \\UXXXXXXXX) resolved.",
            example = "unistr('d\\0061t\\+000061') = 'data'")
    static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int high = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            boolean isBackslash = c == '\\' && text.startsWith("\\\\", i);
            if (c != '\\' || isBackslash) {
                if (high != 0) {
                    throw surrogate();
                }
                out.append(c);
                i += isBackslash ? 2 : 1;
                continue;
            }
            char kind = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            int prefix = kind == 'u' || kind == 'U' || kind == '+' ? 2 : 1;
            int digits = kind == '+' ? ESCAPE_PLUS : kind == 'U' ? ESCAPE_LONG : ESCAPE_SHORT;
            int codePoint = codePoint(text, i + prefix, digits);
            i += prefix + digits;
            high = append(out, high, codePoint);
        }
        if (high != 0) {
            throw surrogate();
        }
        return out.toString();
    }

    /** @return the first half of a pair whose second one has to follow, or 0 */
    private static int append(StringBuilder out, int high, int codePoint) {
        boolean isHigh = codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE;
        boolean isLow = codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE;
        if (isLow != (high != 0)) {
            throw surrogate();
        }
        if (isHigh) {
            return codePoint;
        }
        out.appendCodePoint(isLow ? Character.toCodePoint((char) high, (char) codePoint) : codePoint);
        return 0;
    }

    private static SqlException surrogate() {
        return new SqlException(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair");
    }

    private static int codePoint(String text, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
                        .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
            }
            value = value << 4 | digit;
        }
        if (value == 0 || value > Character.MAX_CODE_POINT) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid Unicode code point: %04X".formatted(value));
        }
        return (int) value;
    }

    // ---- normal forms -----------------------------------------------------------------------------------------------

    @SqlFunction(name = "normalize", description = "In Unicode's normal form NFC.")
    static String normalize(String text) {
        return normalize(text, "NFC");
    }

    @SqlFunction(
            name = "normalize",
            description = "In one of Unicode's normal forms: NFC, NFD, NFKC or NFKD.",
            example = "normalize(U&'\\0061\\0308bc', NFC) = 'äbc'")
    static String normalize(String text, String form) {
        return Normalizer.normalize(text, form(form));
    }

    @SqlFunction(name = "is_normalized", description = "Whether a text is in Unicode's normal form NFC.")
    static boolean isNormalized(String text) {
        return isNormalized(text, "NFC");
    }

    @SqlFunction(name = "is_normalized", description = "Whether a text is in one of Unicode's normal forms.")
    static boolean isNormalized(String text, String form) {
        return Normalizer.isNormalized(text, form(form));
    }

    private static Normalizer.Form form(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "NFC" -> Normalizer.Form.NFC;
            case "NFD" -> Normalizer.Form.NFD;
            case "NFKC" -> Normalizer.Form.NFKC;
            case "NFKD" -> Normalizer.Form.NFKD;
            default ->
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid normalization form: " + name);
        };
    }

    @SqlFunction(name = "pg_client_encoding", description = "The client's encoding: always UTF8.")
    @Guised(Guise.NAME)
    static String clientEncoding() {
        return "UTF8";
    }

    // ---- names ------------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = "parse_ident",
            description = "The parts of a qualified name, each without its quotes, or in lower case.",
            example = "parse_ident('\"SomeSchema\".someTable') = '{SomeSchema,sometable}'")
    @ArrayOf(TEXT)
    static byte[] parseIdentifier(String name) {
        return parseIdentifier(name, true);
    }

    @SqlFunction(
            name = "parse_ident",
            description = "The parts of a qualified name; unless it is strict, with anything behind it.")
    @ArrayOf(TEXT)
    static byte[] parseIdentifier(String name, boolean isStrict) {
        List<String> parts = new ArrayList<>();
        int at = blanks(name, 0);
        while (true) {
            int end = partEnd(name, at);
            if (end == at) {
                boolean isDot = at < name.length() && name.charAt(at) == '.';
                throw isDot
                        ? malformed(name, "No valid identifier before \".\".")
                        : parts.isEmpty() ? malformed(name, null) : malformed(name, "No valid identifier after \".\".");
            }
            parts.add(part(name, at, end));
            at = blanks(name, end);
            if (at < name.length() && name.charAt(at) == '.') {
                at = blanks(name, at + 1);
            } else if (at == name.length() || !isStrict) {
                return SessionFunctions.texts(parts);
            } else {
                throw malformed(name, null);
            }
        }
    }

    private static int blanks(String name, int from) {
        int at = from;
        while (at < name.length() && " \t\n\r\f".indexOf(name.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int partEnd(String name, int from) {
        if (from < name.length() && name.charAt(from) == '"') {
            int at = name.indexOf('"', from + 1);
            while (at >= 0 && name.startsWith("\"\"", at)) {
                at = name.indexOf('"', at + 2);
            }
            if (at < 0) {
                throw malformed(name, "String has unclosed double quotes.");
            }
            if (at == from + 1) {
                throw malformed(name, "Quoted identifier must not be empty.");
            }
            return at + 1;
        }
        int at = from;
        while (at < name.length() && isNamePart(name.charAt(at), at == from)) {
            at++;
        }
        return at;
    }

    private static boolean isNamePart(char c, boolean isFirst) {
        boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 128;
        return isLetter || !isFirst && (c >= '0' && c <= '9' || c == '$');
    }

    private static String part(String name, int from, int end) {
        return name.charAt(from) == '"'
                ? name.substring(from + 1, end - 1).replace("\"\"", "\"")
                : name.substring(from, end).toLowerCase(Locale.ROOT);
    }

    private static SqlException malformed(String name, String detail) {
        SqlException fault = new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"" + name + "\"");
        return detail == null ? fault : fault.withDetail(detail);
    }
}
