package dev.millrace.cli.sql;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code \watch}: sends a query again and again, until Ctrl-C or so many times. */
final class Repeater {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    private final Session session;

    Repeater(Session session) {
        this.session = session;
    }

    boolean watch(String sql, List<String> arguments) {
        double seconds = 2;
        long times = Long.MAX_VALUE;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            try {
                if (parts[0].equals("c")) {
                    times = Long.parseLong(parts[parts.length - 1]);
                } else {
                    seconds = Double.parseDouble(parts[parts.length - 1]);
                }
            } catch (NumberFormatException e) {
                session.complain("\\watch: incorrect interval value \"" + argument + "\"");
                return false;
            }
        }
        for (long done = 0; done < times; done++) {
            String every = seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
            session.output()
                    .println(LocalDateTime.now(ZoneId.systemDefault()).format(CLOCK) + " (every " + every + "s)\n");
            if (!session.send(sql) || session.interrupts().isRaised()) {
                return false;
            }
            if (done + 1 < times) {
                session.interrupts().begin(null);
                session.interrupts().pause((long) (seconds * 1000));
                session.interrupts().end();
                if (session.interrupts().isRaised()) {
                    return true;
                }
            }
        }
        return true;
    }
}
