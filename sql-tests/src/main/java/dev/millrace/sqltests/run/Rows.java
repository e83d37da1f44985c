package dev.millrace.sqltests.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import dev.millrace.sqltests.script.Entry;

/**
 * The rows of an answer as the texts they are compared by. A null is {@code NULL}, an empty text {@code (empty)}; a
 * column of type R has three decimals; all others are PostgreSQL's own text. In the classic form, I is a whole number
 * and a boolean in it is 1 or 0, as SQLite has them.
 *
 * <p>A row is written on one line, its values apart by two blanks or a tab; a value that has such itself shows its
 * blanks as ␣, its line feeds as \n and its tabs as \t.
 */
final class Rows {
    private static final Pattern APART = Pattern.compile("\t+| {2,}");
    private static final Pattern DELICATE = Pattern.compile("^ .*|.* $|.* {2}.*|.*[\n\t\r].*", Pattern.DOTALL);
    private static final Comparator<List<String>> BY_VALUES = Rows::compare;

    private Rows() {
    }

    static List<List<String>> read(ResultSet result, String types, boolean classic) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>(types.length());
            for (int column = 0; column < types.length(); column++) {
                row.add(text(result.getString(column + 1), types.charAt(column), classic));
            }
            rows.add(row);
        }
        return rows;
    }

    static String text(String value, char type, boolean classic) {
        if (value == null) {
            return "NULL";
        }
        return switch (type) {
            case 'R' -> decimals(value);
            case 'I' -> classic ? whole(value) : visible(value);
            default -> value.isEmpty() ? "(empty)" : visible(value);
        };
    }

    private static String decimals(String value) {
        try {
            BigDecimal rounded = new BigDecimal(value).setScale(3, RoundingMode.HALF_UP);
            return rounded.toPlainString();
        } catch (NumberFormatException e) {
            return visible(value); // NaN and the infinities
        }
    }

    private static String whole(String value) {
        if (value.equals("t") || value.equals("f")) {
            return value.equals("t") ? "1" : "0";
        }
        try {
            return new BigDecimal(value).setScale(0, RoundingMode.DOWN).toPlainString();
        } catch (NumberFormatException e) {
            return "0"; // what SQLite makes of a text that is no number
        }
    }

    private static String visible(String value) {
        if (!DELICATE.matcher(value).matches()) {
            return value;
        }
        return value.replace(" ", "␣").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    /** A row as it is written in a script. */
    static String line(List<String> row) {
        return String.join("  ", row);
    }

    /** Rows as lines whose columns stand under each other. */
    static List<String> table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).codePointCount(0, row.get(i).length());
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i))
                        .repeat(' ', widths.get(i) - row.get(i).codePointCount(0, row.get(i).length()) + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /**
     * A line of a script as a row of so many values. Where single blanks alone give the right number of values they
     * separate them too: plain numbers need no more.
     */
    static List<String> row(String line, int columns) {
        String trimmed = line.strip();
        if (columns == 1) {
            return List.of(trimmed);
        }
        String[] values = APART.split(trimmed);
        if (values.length != columns) {
            String[] words = trimmed.split("\\s+");
            values = words.length == columns ? words : values;
        }
        return List.of(values);
    }

    static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream().sorted(BY_VALUES).toList();
    }

    /** All values in the order the sort asks for; the classic form and the hash compare these. */
    static List<String> values(List<List<String>> rows, Entry.Sort sort) {
        List<List<String>> ordered = sort == Entry.Sort.ROWS ? sorted(rows) : rows;
        List<String> values = new ArrayList<>();
        ordered.forEach(values::addAll);
        if (sort == Entry.Sort.VALUES) {
            values.sort(Comparator.naturalOrder());
        }
        return values;
    }

    static String md5(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (String value : values) {
                digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has MD5
        }
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
