package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.time.ZoneId;

/** What paths borrow from SQL's functions, so that both give the same answers. */
public interface PathLibrary {

    /** One of {@code + - * / %}. @throws dev.millrace.executor.plan.SqlException by 0, or out of range */
    BigDecimal arithmetic(String operator, BigDecimal left, BigDecimal right);

    /** @param flags of LIKE_REGEX: any of {@code i s m x q} */
    boolean matches(String text, String pattern, String flags);

    /** @throws dev.millrace.executor.plan.SqlException when it is no pattern */
    void checkPattern(String pattern, String flags);

    /**
     * A date or time.
     *
     * @param template of {@code to_timestamp}, or null for ISO 8601
     */
    Moment moment(String text, String template);

    /** The moment as another kind. @param zone the session's, for kinds with and without a time zone */
    Moment convert(Moment moment, Moment.Kind kind, ZoneId zone);
}
