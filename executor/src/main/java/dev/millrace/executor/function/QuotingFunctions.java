package dev.millrace.executor.function;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** Text that goes into SQL: quoted names and literals, and {@code format}. */
final class QuotingFunctions {

    private static final int WIDTH_MAX = 1 << 28;

    private QuotingFunctions() {}

    @SqlFunction(name = "quote_ident", description = "As a name in SQL: quoted where it must be.")
    static String quoteIdentifier(String name) {
        return Identifier.quoted(name);
    }

    @SqlFunction(name = "quote_literal", description = "As a literal in SQL.")
    static String quoteLiteral(String text) {
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
    }

    @SqlFunction(name = "quote_literal", description = "The text of a value as a literal in SQL.")
    static String quoteAny(@As(UNKNOWN) String text) {
        return quoteLiteral(text);
    }

    @SqlFunction(name = "quote_nullable", strict = false, description = "As a literal in SQL, or NULL.")
    static String quoteNullable(@As(UNKNOWN) String text) {
        return text == null ? "NULL" : quoteLiteral(text);
    }

    @SqlFunction(
            name = "format",
            strict = false,
            description = "A text with values put in: %s as text, %I as a name, %L as a literal, %% a percent sign.",
            example = "format('%s: %L', 'a', 'b') = 'a: ''b'''")
    static String format(String format, @As(UNKNOWN) String... values) {
        if (format == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            Specifier specifier = new Specifier(format, i + 1);
            i = specifier.end;
            if (specifier.type == '%') {
                out.append('%');
                continue;
            }
            if (specifier.widthFromArgument) {
                int width = specifier.widthPosition > 0 ? specifier.widthPosition - 1 : next;
                next = width + 1;
                specifier.setWidth(argument(values, width));
            }
            int position = specifier.position > 0 ? specifier.position - 1 : next;
            next = position + 1;
            out.append(specifier.pad(specifier.text(argument(values, position))));
        }
        return out.toString();
    }

    private static String argument(String[] values, int position) {
        if (position >= values.length) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "too few arguments for format()");
        }
        return values[position];
    }

    /** What stands between {@code %} and its type, inclusive. */
    private static final class Specifier {
        private final String format;
        private int position;
        private int widthPosition;
        private boolean left;
        private int width;
        private boolean widthFromArgument;
        private char type;
        private int end;

        Specifier(String format, int from) {
            this.format = format;
            this.end = from;
            int number = number();
            if (is('$')) {
                position = argument(number);
                number = 0;
            }
            if (number == 0) {
                while (is('-')) {
                    left = true;
                }
                widthFromArgument = is('*');
                number = number();
                if (widthFromArgument && is('$')) {
                    widthPosition = argument(number);
                    number = 0;
                }
            }
            width = number;
            if (end >= format.length()) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unterminated format() type specifier")
                        .withHint("For a single \"%\" use \"%%\".");
            }
            type = format.charAt(end);
            if ("sIL%".indexOf(type) < 0) {
                throw new SqlException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "unrecognized format() type specifier \"" + Character.toString(format.codePointAt(end))
                                        + "\"")
                        .withHint("For a single \"%\" use \"%%\".");
            }
        }

        private boolean is(char c) {
            boolean found = end < format.length() && format.charAt(end) == c;
            end += found ? 1 : 0;
            return found;
        }

        private int number() {
            long number = 0;
            while (end < format.length() && format.charAt(end) >= '0' && format.charAt(end) <= '9') {
                number = number * 10 + format.charAt(end++) - '0';
                if (number > Integer.MAX_VALUE) {
                    throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
                }
            }
            return (int) number;
        }

        private static int argument(int number) {
            if (number == 0) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "format specifies argument 0, but arguments are numbered from 1");
            }
            return number;
        }

        void setWidth(String argument) {
            try {
                width = argument == null ? 0 : Integer.parseInt(argument.strip());
            } catch (NumberFormatException malformed) {
                throw dev.millrace.executor.data.NumberText.invalid(
                        dev.millrace.executor.plan.SqlType.Kind.INTEGER, argument);
            }
            left |= width < 0;
            width = Math.abs(width);
            if (width < 0 || width > WIDTH_MAX) {
                throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
            }
        }

        String text(String value) {
            return switch (type) {
                case 'I' -> {
                    if (value == null) {
                        throw new SqlException(
                                SqlState.NULL_VALUE_NOT_ALLOWED,
                                "null values cannot be formatted as an SQL identifier");
                    }
                    yield quoteIdentifier(value);
                }
                case 'L' -> quoteNullable(value);
                default -> value == null ? "" : value;
            };
        }

        String pad(String text) {
            String padding = " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
            return left ? text + padding : padding + text;
        }
    }
}
