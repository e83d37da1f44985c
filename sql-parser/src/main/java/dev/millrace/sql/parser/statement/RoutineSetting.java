package dev.millrace.sql.parser.statement;

import java.util.List;

/**
 * What a routine's definition says of a setting: SET, or RESET.
 *
 * @param name in lower case; {@code all} with RESET ALL
 * @param values none for the default, which is not to say anything of it
 * @param isCurrent whether the value is the session's at that moment
 */
public record RoutineSetting(String name, List<String> values, boolean isCurrent) {

    public RoutineSetting {
        values = List.copyOf(values);
    }
}
