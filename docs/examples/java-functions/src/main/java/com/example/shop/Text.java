package com.example.shop;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Functions that SQL calls: public static methods, with nothing of Millrace in them. */
public final class Text {

    private Text() {}

    /** {@code shout(text) RETURNS text}, STRICT: never called for NULL. */
    public static String shout(String text) {
        return text.toUpperCase(Locale.ROOT) + "!";
    }

    /** {@code distance(bigint, bigint) RETURNS bigint}, STRICT: primitive types will do. */
    public static long distance(long a, long b) {
        return Math.abs(Math.subtractExact(a, b));
    }

    /** {@code or_else(text, text) RETURNS text}: called for NULL too. */
    public static String orElse(String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }

    /** {@code net(numeric) RETURNS numeric}. */
    public static BigDecimal net(BigDecimal gross) {
        return gross.divide(new BigDecimal("1.19"), 2, RoundingMode.HALF_EVEN);
    }

    /** {@code same(interval) RETURNS interval}: what Java has no class for comes and goes as text. */
    public static String same(String text) {
        return text;
    }

    /** {@code each(uuid[]) RETURNS SETOF uuid}: arrays are lists. */
    public static List<String> each(List<String> texts) {
        return texts;
    }

    /** {@code quarter(timestamptz) RETURNS timestamptz}. */
    public static Instant quarter(Instant moment) {
        Instant hour = moment.truncatedTo(ChronoUnit.HOURS);
        return hour.plus(ChronoUnit.MINUTES.between(hour, moment) / 15 * 15, ChronoUnit.MINUTES);
    }

    /** {@code picky(int) RETURNS int}: refuses what is odd. */
    public static int picky(int number) {
        if (number % 2 != 0) {
            throw new IllegalArgumentException(number + " is odd");
        }
        return number / 2;
    }

    /** {@code words(text) RETURNS SETOF text}: a row for each element. */
    public static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    /** A row of {@link #lengths}: its components are the columns, in order. */
    public record Length(String word, int letters) {}

    /** {@code lengths(text) RETURNS TABLE (word text, letters int)}: a row for each record. */
    public static List<Length> lengths(String text) {
        return words(text).stream().map(word -> new Length(word, word.length())).toList();
    }

    /** {@code longest(text[]) RETURNS text}: of a group, as {@code longest(array_agg(name ORDER BY name))}. */
    public static String longest(List<String> texts) {
        return texts.stream()
                .filter(Objects::nonNull)
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }
}
