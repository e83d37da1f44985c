package dev.millrace.executor.data;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How types that are others in a {@link Guise} differ from those as they are read and written. */
public final class Guises {

    /** The longest name, in bytes. */
    private static final int NAME_BYTES_MAX = 63;

    private Guises() {}

    /** Text as it can be: a name has so many bytes and no more, a "char" one. */
    public static String fit(String text, SqlType type) {
        return switch (type.guise()) {
            case NAME -> cut(text, NAME_BYTES_MAX);
            case LETTER -> letter(text);
            case null, default -> text;
        };
    }

    /**
     * One byte, and where that is no character, a backslash and three octal digits: as they may be written for any
     * byte.
     */
    private static String letter(String text) {
        boolean isOctal = text.length() == 4 && text.charAt(0) == '\\'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '7') && text.charAt(1) <= '3';
        if (text.isEmpty()) {
            return text;
        }
        int octet = isOctal ? Integer.parseInt(text.substring(1), 8) : text.getBytes(UTF_8)[0] & 0xFF;
        return octet == 0 ? "" : octet < 0x80 ? String.valueOf((char) octet) : "\\" + Integer.toOctalString(octet);
    }

    private static String cut(String text, int bytesMax) {
        if (text.length() <= bytesMax && text.getBytes(UTF_8).length <= bytesMax) {
            return text;
        }
        int end = 0;
        for (int bytes = 0; end < text.length(); ) {
            int point = text.codePointAt(end);
            bytes += Character.toString(point).getBytes(UTF_8).length;
            if (bytes > bytesMax) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    static String vector(Column elements) {
        WordColumn numbers = (WordColumn) elements;
        return IntStream.range(0, numbers.size())
                .mapToObj(i -> Long.toString(numbers.values()[i]))
                .collect(Collectors.joining(" "));
    }

    static List<String> elements(String vector) {
        return vector.isBlank() ? List.of() : List.of(vector.strip().split("\\s+"));
    }
}
