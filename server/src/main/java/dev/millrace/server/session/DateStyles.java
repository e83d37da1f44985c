package dev.millrace.server.session;

import java.util.Locale;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.data.DateStyle.Form;
import dev.millrace.executor.data.DateStyle.Order;

/** The settings {@code DateStyle} and {@code IntervalStyle} as text and as what they mean. */
final class DateStyles {

    private DateStyles() {}

    /**
     * A style as SHOW prints it.
     *
     * @param before what it was: a word of the style, or of the order, leaves the other as it is
     * @throws dev.millrace.executor.plan.SqlException 22023 when it is none
     */
    static String accepted(SettingDefinition setting, String value, String before) {
        String form = null;
        String order = null;
        for (String part : value.split(",")) {
            String word = part.strip().toUpperCase(Locale.ROOT);
            switch (word) {
                case "ISO", "SQL" -> form = word;
                case "POSTGRES" -> form = "Postgres";
                case "GERMAN" -> {
                    form = "German";
                    order = order == null ? "DMY" : order;
                }
                case "MDY", "US", "NONEURO", "NONEUROPEAN" -> order = "MDY";
                case "DMY", "EURO", "EUROPEAN" -> order = "DMY";
                case "YMD" -> order = "YMD";
                case "DEFAULT" -> {
                    form = form == null ? "ISO" : form;
                    order = order == null ? "MDY" : order;
                }
                case "" -> { }
                default -> throw SettingUnits.invalid(setting, value)
                        .withDetail("Unrecognized key word: \"" + part.strip() + "\".");
            }
        }
        int comma = before.indexOf(',');
        return (form == null ? before.substring(0, comma) : form) + ", "
                + (order == null ? before.substring(comma + 1).strip() : order);
    }

    /** @param style as {@link #accepted} gives it */
    static DateStyle of(String style, String intervalStyle, String bytes, String floatDigits) {
        int comma = style.indexOf(',');
        return new DateStyle(
                Form.valueOf(style.substring(0, comma).toUpperCase(Locale.ROOT)),
                Order.valueOf(style.substring(comma + 1).strip()),
                DateStyle.IntervalForm.valueOf(intervalStyle.toUpperCase(Locale.ROOT)),
                bytes.equals("escape"),
                Integer.parseInt(floatDigits));
    }
}
