package dev.millrace.executor.connector.kafka;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.connector.ConnectorOptions;

/** Where in a topic a new relation begins: the option {@code scan.startup.mode} and those that go with it. */
sealed interface StartupMode {

    /** With the oldest record that is still there. */
    record Earliest() implements StartupMode {}

    /** With what comes from now on. */
    record Latest() implements StartupMode {}

    /** With the first record that is as new as this. */
    record Timestamp(long millis) implements StartupMode {}

    /** With given offsets; partitions that are not named from their beginning. */
    record Offsets(Map<Integer, Long> byPartition) implements StartupMode {
        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }
    }

    /** {@code 0:42;1:17}, or {@code partition:0,offset:42;partition:1,offset:17}. */
    Pattern OFFSET = Pattern.compile("(?:partition:)?(\\d{1,9})(?:,offset)?:(\\d{1,18})");

    static StartupMode of(ConnectorOptions options) {
        String mode = options.choice("scan.startup.mode", "earliest",
                List.of("earliest", "latest", "timestamp", "specific-offsets", "earliest-offset", "latest-offset"));
        return switch (mode) {
            case "timestamp" -> {
                options.required("scan.startup.timestamp-millis");
                yield new Timestamp(options.number("scan.startup.timestamp-millis", 0, 0, Long.MAX_VALUE));
            }
            case "specific-offsets" -> offsets(options, options.required("scan.startup.specific-offsets"));
            case "latest", "latest-offset" -> new Latest();
            default -> new Earliest();
        };
    }

    private static StartupMode offsets(ConnectorOptions options, String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String part : text.split(";")) {
            Matcher matcher = OFFSET.matcher(part.replace(" ", ""));
            if (!matcher.matches()) {
                throw options.invalid("scan.startup.specific-offsets", text,
                        "Write partition and offset, such as 0:42;1:17.");
            }
            offsets.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)));
        }
        return new Offsets(offsets);
    }
}
