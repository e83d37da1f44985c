package dev.millrace.executor.data;

import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.millrace.executor.data.DateStyle.Form;
import dev.millrace.executor.data.DateStyle.IntervalForm;
import dev.millrace.executor.data.DateStyle.Order;
import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What PostgreSQL 15 writes with each DateStyle. */
class DateStyleTest {

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private static String shown(Form form, Order order, SqlType type, String iso) {
        long value = TextForm.parseWord(type, iso, ZONE);
        DateStyle style = new DateStyle(form, order, IntervalForm.POSTGRES, false, 1);
        return ScopedValue.where(DateStyle.SESSION, () -> style).call(() -> TextForm.shown(type, value, ZONE));
    }

    @ParameterizedTest
    @CsvSource({
        "ISO, MDY, 1997-02-10, 1997-02-10 17:32:01.5, 1997-07-10 17:32:01-07",
        "POSTGRES, MDY, 02-10-1997, Mon Feb 10 17:32:01.5 1997, Thu Jul 10 17:32:01 1997 PDT",
        "POSTGRES, DMY, 10-02-1997, Mon 10 Feb 17:32:01.5 1997, Thu 10 Jul 17:32:01 1997 PDT",
        "SQL, MDY, 02/10/1997, 02/10/1997 17:32:01.5, 07/10/1997 17:32:01 PDT",
        "SQL, DMY, 10/02/1997, 10/02/1997 17:32:01.5, 10/07/1997 17:32:01 PDT",
        "GERMAN, MDY, 10.02.1997, 10.02.1997 17:32:01.5, 10.07.1997 17:32:01 PDT",
    })
    void writesDatesInTheStyleOfTheSession(Form form, Order order, String date, String timestamp, String zoned) {
        assertEquals(date, shown(form, order, SqlType.DATE, "1997-02-10"));
        assertEquals(timestamp, shown(form, order, SqlType.TIMESTAMP, "1997-02-10 17:32:01.5"));
        assertEquals(zoned, shown(form, order, SqlType.TIMESTAMPTZ, "1997-07-10 17:32:01-07"));
    }

    @Test
    void putsErasAndInfinitiesWherePostgresDoes() {
        assertEquals("03-15-0044 BC", shown(Form.POSTGRES, Order.MDY, SqlType.DATE, "0044-03-15 BC"));
        assertEquals("-infinity", shown(Form.SQL, Order.MDY, SqlType.TIMESTAMP, "-infinity"));
    }
}
