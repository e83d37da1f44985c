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
            case LETTER -> cut(text, 1);
            case null, default -> text;
        };
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
