package dev.millrace.planner.bind;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CopyFormat;
import dev.millrace.planner.CopyFormat.Header;
import dev.millrace.planner.CopyFormat.Kind;
import dev.millrace.sql.parser.statement.StatementOption;

/** The options of COPY, and what PostgreSQL says where they do not go together. */
final class CopyOptions {

    /** A delimiter that a backslash or an escape of the text format would be taken for. */
    private static final String AMBIGUOUS_DELIMITERS = "\\.abcdefghijklmnopqrstuvwxyz0123456789";

    private final Binding binding;
    private final boolean isFrom;
    private final List<String> columns;

    private Kind kind = Kind.TEXT;
    private String delimiter;
    private String nullText;
    private Header header = Header.NONE;
    private String quote;
    private String escape;
    private Set<Integer> forceQuote = Set.of();
    private Set<Integer> forceNotNull = Set.of();
    private Set<Integer> forceNull = Set.of();

    /** @param columns names of those that are copied */
    CopyOptions(Binding binding, boolean isFrom, List<String> columns) {
        this.binding = binding;
        this.isFrom = isFrom;
        this.columns = columns;
    }

    /** @throws SqlException 42601, 22023, 0A000, 42P10 */
    CopyFormat format(List<StatementOption> options) {
        Set<String> seen = new HashSet<>();
        for (StatementOption option : options) {
            if (!seen.add(option.key())) {
                throw fault(SqlState.SYNTAX_ERROR, "conflicting or redundant options", option);
            }
            read(option);
        }
        boolean isCsv = kind == Kind.CSV;
        check(isCsv, seen);
        char quoteCharacter = quote == null ? '"' : quote.charAt(0);
        CopyFormat format = new CopyFormat(
                kind,
                delimiter == null ? isCsv ? ',' : '\t' : delimiter.charAt(0),
                nullText == null ? isCsv ? "" : "\\N" : nullText,
                header,
                quoteCharacter,
                escape == null ? quoteCharacter : escape.charAt(0),
                forceQuote,
                forceNotNull,
                forceNull);
        checkTogether(format);
        return format;
    }

    private void read(StatementOption option) {
        switch (option.key()) {
            case "format" -> kind = kind(option);
            case "delimiter" -> delimiter = option.value();
            case "null" -> nullText = option.value();
            case "header" -> header = header(option);
            case "quote" -> quote = option.value();
            case "escape" -> escape = option.value();
            case "force_quote" -> forceQuote = columns(option);
            case "force_not_null" -> forceNotNull = columns(option);
            case "force_null" -> forceNull = columns(option);
            // Rows are never written in a state that a later reader would have to change.
            case "freeze" -> { }
            case "encoding" -> requireUtf8(option);
            default -> throw fault(SqlState.SYNTAX_ERROR, "option \"" + option.key() + "\" not recognized", option);
        }
    }

    private Kind kind(StatementOption option) {
        return switch (option.value().toLowerCase(Locale.ROOT)) {
            case "text" -> Kind.TEXT;
            case "csv" -> Kind.CSV;
            case "binary" -> Kind.BINARY;
            default -> throw fault(
                    SqlState.INVALID_PARAMETER_VALUE, "COPY format \"" + option.value() + "\" not recognized", option);
        };
    }

    private Header header(StatementOption option) {
        if (option.form() == StatementOption.Form.NONE) {
            return Header.PRESENT;
        }
        return switch (option.value().toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> Header.PRESENT;
            case "false", "off", "0" -> Header.NONE;
            case "match" -> {
                if (!isFrom) {
                    throw fault(
                            SqlState.FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO", option);
                }
                yield Header.MATCH;
            }
            default -> throw fault(SqlState.SYNTAX_ERROR, "header requires a Boolean value or \"match\"", option);
        };
    }

    private Set<Integer> columns(StatementOption option) {
        Set<Integer> positions = new TreeSet<>();
        if (option.value().equals("*")) {
            for (int i = 0; i < columns.size(); i++) {
                positions.add(i);
            }
            return positions;
        }
        if (option.form() == StatementOption.Form.NONE) {
            throw fault(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "argument to option \"" + option.key() + "\" must be a list of column names",
                    option);
        }
        for (String name : option.value().split(",")) {
            int position = columns.indexOf(name);
            if (position < 0) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        option.key().toUpperCase(Locale.ROOT) + " column \"" + name + "\" not referenced by COPY");
            }
            positions.add(position);
        }
        return positions;
    }

    private void requireUtf8(StatementOption option) {
        String name = option.value().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        if (!name.equals("utf8") && !name.equals("unicode")) {
            throw fault(SqlState.FEATURE_NOT_SUPPORTED, "only the encoding UTF8 is supported", option);
        }
    }

    private void check(boolean isCsv, Set<String> seen) {
        if (kind == Kind.BINARY) {
            refuse(delimiter != null, SqlState.SYNTAX_ERROR, "cannot specify DELIMITER in BINARY mode");
            refuse(nullText != null, SqlState.SYNTAX_ERROR, "cannot specify NULL in BINARY mode");
            refuse(header != Header.NONE, SqlState.FEATURE_NOT_SUPPORTED, "cannot specify HEADER in BINARY mode");
        }
        checkCharacter("delimiter", delimiter);
        refuse(!isCsv && quote != null, SqlState.FEATURE_NOT_SUPPORTED, "COPY quote available only in CSV mode");
        checkCharacter("quote", quote);
        refuse(!isCsv && escape != null, SqlState.FEATURE_NOT_SUPPORTED, "COPY escape available only in CSV mode");
        checkCharacter("escape", escape);
        checkForce("force_quote", false, isCsv, seen);
        checkForce("force_not_null", true, isCsv, seen);
        checkForce("force_null", true, isCsv, seen);
    }

    private static void checkCharacter(String name, String value) {
        refuse(
                value != null && value.getBytes(StandardCharsets.UTF_8).length != 1,
                SqlState.FEATURE_NOT_SUPPORTED,
                "COPY " + name + " must be a single one-byte character");
    }

    private void checkForce(String option, boolean needsFrom, boolean isCsv, Set<String> seen) {
        if (seen.contains(option)) {
            String words = "COPY " + option.replace('_', ' ');
            refuse(!isCsv, SqlState.FEATURE_NOT_SUPPORTED, words + " available only in CSV mode");
            refuse(
                    needsFrom != isFrom,
                    SqlState.FEATURE_NOT_SUPPORTED,
                    words + " only available using COPY " + (needsFrom ? "FROM" : "TO"));
        }
    }

    private static void checkTogether(CopyFormat format) {
        char delimiter = format.delimiter();
        String nullText = format.nullText();
        boolean isCsv = format.kind() == Kind.CSV;
        String state = SqlState.INVALID_PARAMETER_VALUE;
        refuse(delimiter == '\n' || delimiter == '\r', state, "COPY delimiter cannot be newline or carriage return");
        refuse(
                nullText.indexOf('\n') >= 0 || nullText.indexOf('\r') >= 0,
                state,
                "COPY null representation cannot use newline or carriage return");
        refuse(
                !isCsv && AMBIGUOUS_DELIMITERS.indexOf(delimiter) >= 0,
                state,
                "COPY delimiter cannot be \"" + delimiter + "\"");
        refuse(isCsv && delimiter == format.quote(), state, "COPY delimiter and quote must be different");
        refuse(
                format.kind() != Kind.BINARY && nullText.indexOf(delimiter) >= 0,
                state,
                "COPY delimiter must not appear in the NULL specification");
        refuse(
                isCsv && nullText.indexOf(format.quote()) >= 0,
                state,
                "CSV quote character must not appear in the NULL specification");
    }

    private static void refuse(boolean isWrong, String state, String message) {
        if (isWrong) {
            throw new SqlException(state, message);
        }
    }

    private SqlException fault(String state, String message, StatementOption option) {
        return new SqlException(state, message).at(binding.source.position(option.pos()));
    }
}
