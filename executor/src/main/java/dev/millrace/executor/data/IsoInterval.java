package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ISO 8601's alternative form of intervals: {@code P0001-02-03T04:05:06}, or {@code P00010203T040506}. */
final class IsoInterval {

    private static final String NUMBER = "([-+]?\\d+(?:\\.\\d*)?)";

    private static final Pattern DATE = Pattern.compile("N(?:-N(?:-N)?)?".replace("N", NUMBER));
    private static final Pattern TIME = Pattern.compile("N(?::N(?::N)?)?".replace("N", NUMBER));

    private static final Pattern BASIC_DATE = Pattern.compile("([-+]?)(\\d{4})(\\d\\d)(\\d\\d)");
    private static final Pattern BASIC_TIME = Pattern.compile("([-+]?)(\\d\\d)(\\d\\d)(\\d\\d(?:\\.\\d*)?)");

    private static final List<String> DATE_UNITS = List.of("year", "month", "day");
    private static final List<String> TIME_UNITS = List.of("hour", "minute", "second");

    private IsoInterval() {}

    record Part(BigDecimal number, String unit) {}

    /** What a date, or a time, consists of; null when the text, in lower case, has another form. */
    static List<Part> alternative(String text, boolean isTime) {
        Matcher parts = (isTime ? TIME : DATE).matcher(text);
        if (!parts.matches()) {
            return null;
        }
        Matcher basic = (isTime ? BASIC_TIME : BASIC_DATE).matcher(text);
        boolean isBasic = basic.matches();
        List<Part> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String number = isBasic ? basic.group(1) + basic.group(i + 2) : parts.group(i + 1);
            if (number != null) {
                all.add(new Part(new BigDecimal(number), (isTime ? TIME_UNITS : DATE_UNITS).get(i)));
            }
        }
        return all;
    }
}
