package dev.millrace.planner;

import java.util.Locale;
import java.util.Optional;

/** The values of a view's options {@code security_invoker} and {@code security_barrier}, kept as they were written. */
public final class ViewSecurity {

    public static final String INVOKER = "security_invoker";

    private ViewSecurity() {}

    /** Empty for what is no value of such an option. */
    public static Optional<Boolean> read(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1", "yes" -> Optional.of(true);
            case "false", "off", "0", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
