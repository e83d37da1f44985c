package dev.millrace.server.pgcatalog;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.data.TimeZones;

/** {@code pg_timezone_names} and {@code pg_timezone_abbrevs}: what SET TIME ZONE takes, and how far off it is now. */
final class PgTimeZones {

    private PgTimeZones() {}

    static void names(Source source, RowWriter out) {
        Instant now = now(source);
        for (Map.Entry<String, ZoneId> zone : TimeZones.names().entrySet()) {
            out.set("name", zone.getKey()).set("abbrev", TimeZones.abbreviation(zone.getValue(), now));
            offset(zone.getValue(), isSummer(zone.getValue(), now), now, out);
        }
    }

    static void abbreviations(Source source, RowWriter out) {
        Instant now = now(source);
        for (Map.Entry<String, ZoneId> zone : TimeZones.abbreviations().entrySet()) {
            out.set("abbrev", zone.getKey().toUpperCase(Locale.ROOT));
            boolean isSummer = TimeZones.isSummer(zone.getKey()) || isSummer(zone.getValue(), now);
            offset(zone.getValue(), isSummer, now, out);
        }
    }

    private static boolean isSummer(ZoneId zone, Instant moment) {
        return zone.getRules().isDaylightSavings(moment);
    }

    private static Instant now(Source source) {
        return Instant.ofEpochMilli(Math.floorDiv(source.snapshot().clockMicros(), 1000L));
    }

    private static void offset(ZoneId zone, boolean isSummer, Instant now, RowWriter out) {
        out.set("utc_offset", zone.getRules().getOffset(now).getTotalSeconds() + " seconds")
                .set("is_dst", isSummer)
                .end();
    }
}
