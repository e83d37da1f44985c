package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

/**
 * One thing that CREATE ROLE or ALTER ROLE says of a role.
 *
 * @param key {@code login}, {@code password}, {@code connection limit}, {@code in role}, ...; in lower case
 * @param value a string or a number; {@code "true"} or {@code "false"} of what is or is not; null for no password
 * @param roles of IN ROLE, ROLE and ADMIN
 */
public record RoleOption(String key, String value, List<RoleName> roles) {

    /** A password is not shown, wherever this may be written. */
    void unparse(Unparser out) {
        switch (key) {
            case "password" -> {
                out.words("PASSWORD");
                if (value == null) {
                    out.words("NULL");
                } else {
                    out.text("***");
                }
            }
            case "connection limit" -> out.words("CONNECTION LIMIT").raw(value);
            case "valid until" -> out.words("VALID UNTIL").text(value);
            case "in role", "role", "admin" -> out.words(words()).list(roles, role -> role.unparse(out));
            default -> out.words((value.equals("false") ? "NO" : "") + words());
        }
    }

    private String words() {
        return key.toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key;
    }
}
