package dev.millrace.sql.procedural;

import java.util.List;

/**
 * Where a value is put: a variable, a field of one, an element of an array.
 *
 * @param name its parts; the first may be {@code $n}
 * @param subscripts expressions
 */
public record Target(List<String> name, List<String> subscripts) {

    public Target {
        name = List.copyOf(name);
        subscripts = List.copyOf(subscripts);
    }

    @Override
    public String toString() {
        return String.join(".", name);
    }
}
