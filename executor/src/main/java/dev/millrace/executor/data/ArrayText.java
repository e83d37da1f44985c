package dev.millrace.executor.data;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * PostgreSQL's text of an array: <code>{{1,NULL},{3,4}}</code>, with elements in quotes where they need them, and its
 * bounds before it where a dimension is not counted from 1: <code>[0:1]={1,2}</code>.
 */
final class ArrayText {

    private final String text;
    private int at;
    private final int[] sizes = new int[ArrayShape.DIMENSIONS_MAX];
    /** In how many braces each element stands, less one; -1 until that is known. */
    private int leafDepth = -1;
    private final List<String> elements = new ArrayList<>();

    private ArrayText(String text) {
        this.text = text;
        Arrays.fill(sizes, -1);
    }

    /** @param isShown whether in the style of the session */
    static String format(SqlType type, byte[] data, int start, int end, ZoneId zone, boolean isShown) {
        SqlType element = type.element();
        Column elements = ArrayForm.decode(element, data, start, end);
        if (type.guise() != null) {
            return Guises.vector(elements);
        }
        ArrayShape shape = ArrayForm.shape(data, start, end);
        StringBuilder out = new StringBuilder();
        if (!shape.countsFromOne()) {
            out.append(shape).append('=');
        }
        ArrayForm.nest(
                shape,
                i -> {
                    if (elements.isNull(i)) {
                        out.append("NULL");
                    } else {
                        appendQuoted(out, isShown
                                ? TextForm.shown(element, elements, i, zone)
                                : TextForm.format(element, elements, i, zone));
                    }
                },
                () -> out.append('{'),
                () -> out.append(','),
                () -> out.append('}'));
        return out.toString();
    }

    private static void appendQuoted(StringBuilder out, String element) {
        boolean plain = !element.isEmpty() && !element.equalsIgnoreCase("null")
                && element.chars().noneMatch(c -> "{}\",\\".indexOf(c) >= 0 || isBlank((char) c));
        if (plain) {
            out.append(element);
            return;
        }
        out.append('"').append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    static byte[] parse(SqlType type, String text, ZoneId zone) {
        ColumnBuilder out = new ColumnBuilder(type.element().layout());
        List<String> elements;
        ArrayShape shape;
        if (type.guise() == null) {
            ArrayText reader = new ArrayText(text);
            shape = reader.read();
            elements = reader.elements;
        } else {
            elements = Guises.elements(text);
            shape = ArrayShape.list(elements.size());
        }
        for (String element : elements) {
            if (element == null) {
                out.appendNull();
            } else {
                TextForm.parse(type.element(), element, zone, out);
            }
        }
        return ArrayForm.encode(shape, out.build());
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private SqlException malformed(String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }

    private SqlException unexpected() {
        return malformed(at < text.length()
                ? "Unexpected \"" + text.charAt(at) + "\" character."
                : "Unexpected end of input.");
    }

    private ArrayShape read() {
        List<int[]> bounds = bounds();
        if (!isAt('{')) {
            throw malformed(bounds.isEmpty()
                    ? "Array value must start with \"{\" or dimension information."
                    : "Array contents must start with \"{\".");
        }
        list(0);
        skipBlanks();
        if (at < text.length()) {
            throw malformed("Junk after closing right brace.");
        }
        int[] lengths = Arrays.copyOf(sizes, elements.isEmpty() ? 0 : leafDepth + 1);
        int[] lowers = new int[lengths.length];
        Arrays.fill(lowers, 1);
        if (!bounds.isEmpty()) {
            boolean fits = bounds.size() == lengths.length;
            for (int i = 0; fits && i < lengths.length; i++) {
                fits = bounds.get(i)[1] - bounds.get(i)[0] + 1 == lengths[i];
                lowers[i] = bounds.get(i)[0];
            }
            if (!fits) {
                throw malformed("Specified array dimensions do not match array contents.");
            }
        }
        return ArrayShape.of(lengths, lowers);
    }

    /** The lower and the upper bound of each dimension, where they are written. */
    private List<int[]> bounds() {
        List<int[]> bounds = new ArrayList<>();
        for (skipBlanks(); isAt('['); skipBlanks()) {
            at++;
            ArrayShape.requireDimensions(bounds.size() + 1);
            int lower = 1;
            int upper = number();
            if (isAt(':')) {
                at++;
                lower = upper;
                upper = number();
            }
            if (!isAt(']')) {
                throw malformed("Missing \"]\" after array dimensions.");
            }
            at++;
            if (upper < lower) {
                throw new SqlException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
            }
            bounds.add(new int[] {lower, upper});
        }
        if (!bounds.isEmpty()) {
            if (!isAt('=')) {
                throw malformed("Missing \"=\" after array dimensions.");
            }
            at++;
            skipBlanks();
        }
        return bounds;
    }

    private int number() {
        int from = at;
        if (isAt('-') || isAt('+')) {
            at++;
        }
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return Integer.parseInt(text.substring(from, at));
        } catch (NumberFormatException none) {
            throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
        }
    }

    /** What stands between two braces. */
    private void list(int depth) {
        ArrayShape.requireDimensions(depth + 1);
        if (leafDepth >= 0 && depth > leafDepth) {
            throw unexpected();
        }
        at++;
        skipBlanks();
        int count = 0;
        if (!isAt('}') || depth > 0) {
            do {
                at += count > 0 ? 1 : 0;
                skipBlanks();
                if (isAt('{')) {
                    list(depth + 1);
                } else {
                    String element = element();
                    endAt(depth);
                    elements.add(element);
                }
                count++;
                skipBlanks();
            } while (isAt(','));
            if (!isAt('}')) {
                throw unexpected();
            }
        }
        at++;
        if (sizes[depth] >= 0 && sizes[depth] != count) {
            throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
        sizes[depth] = count;
    }

    /** Every element stands equally deep. */
    private void endAt(int depth) {
        if (leafDepth < 0) {
            leafDepth = depth;
        } else if (leafDepth != depth) {
            throw malformed("Unexpected array element.");
        }
    }

    /** Null for NULL. */
    private String element() {
        StringBuilder value = new StringBuilder();
        boolean isQuoted = false;
        int kept = 0;
        while (at < text.length() && ",{}".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '"') {
                if (isQuoted || !value.isEmpty()) {
                    throw malformed("Incorrectly quoted array element.");
                }
                quoted(value);
                isQuoted = true;
                kept = value.length();
                skipBlanks();
                if (at < text.length() && ",{}".indexOf(text.charAt(at)) < 0) {
                    throw malformed("Incorrectly quoted array element.");
                }
            } else {
                boolean isEscaped = c == '\\';
                if (isEscaped && ++at == text.length()) {
                    throw unexpected();
                }
                value.append(text.charAt(at++));
                kept = isEscaped || !isBlank(c) ? value.length() : kept;
                isQuoted |= isEscaped;
            }
        }
        if (at == text.length() || isAt('{') || !isQuoted && kept == 0) {
            throw unexpected();
        }
        value.setLength(kept);
        String element = value.toString();
        return !isQuoted && element.equalsIgnoreCase("null") ? null : element;
    }

    private void quoted(StringBuilder value) {
        for (at++; !isAt('"'); at++) {
            if (isAt('\\')) {
                at++;
            }
            if (at >= text.length()) {
                throw unexpected();
            }
            value.append(text.charAt(at));
        }
        at++;
    }
}
