package dev.millrace.executor.data;

/** The parts of a date as a {@link DateTimeParser} comes upon them, each of which may be a year, a month or a day. */
final class DateParts {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String MONTH_NAMES =
            " january february march april may june july august september october november december sept "
                    + "jan feb mar apr jun jul aug sep oct nov dec ";

    private final DateTimeFields fields;
    private final DateStyle.Order order;
    private boolean hasMonthName;

    DateParts(DateTimeFields fields, DateStyle.Order order) {
        this.fields = fields;
        this.order = order;
    }

    static boolean isMonth(String word) {
        return MONTH_NAMES.contains(" " + word + " ");
    }

    void month(String name) {
        if (!isMonth(name)) {
            throw fields.invalid();
        }
        if (fields.month != null && !hasMonthName && fields.day == null) {
            // "8 January": the number was taken for a month.
            fields.day = fields.month;
        } else if (fields.month != null) {
            throw fields.invalid();
        }
        fields.month = MONTHS.indexOf(name.substring(0, 3)) / 3 + 1;
        hasMonthName = true;
    }

    /** Year, month or day: what a number is follows from its length, from what is there already, and from the order. */
    void number(String digits) {
        boolean isLong = digits.length() >= 3;
        if (digits.length() == 3 && fields.year != null && fields.month == null && fields.day == null) {
            fields.dayOfYear = value(digits);
            fields.month = 1;
            fields.day = 1;
        } else if (fields.year == null && fields.month == null && fields.day == null) {
            if (isLong || order == DateStyle.Order.YMD) {
                year(digits);
            } else if (order == DateStyle.Order.DMY) {
                fields.day = value(digits);
            } else {
                fields.month = value(digits);
            }
        } else if (fields.month == null) {
            fields.month = value(digits);
        } else if (fields.year == null && fields.day == null) {
            if (hasMonthName && (isLong || order == DateStyle.Order.YMD)) {
                year(digits);
            } else {
                fields.day = value(digits);
            }
        } else if (fields.day == null && hasMonthName && isLong && fields.twoDigitYear) {
            fields.day = fields.year;
            year(digits);
        } else if (fields.day == null) {
            fields.day = value(digits);
        } else if (fields.year == null) {
            year(digits);
        } else {
            throw fields.invalid();
        }
    }

    void year(String digits) {
        fields.year = value(digits);
        fields.twoDigitYear = digits.length() <= 2;
    }

    int value(String digits) {
        if (!Character.isDigit(digits.charAt(0))) {
            throw fields.invalid();
        }
        if (digits.length() > 9) {
            throw fields.fieldOverflow();
        }
        return Integer.parseInt(digits);
    }
}
