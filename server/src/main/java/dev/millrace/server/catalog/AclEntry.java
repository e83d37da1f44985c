package dev.millrace.server.catalog;

import java.util.Set;
import java.util.function.LongFunction;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What one role was granted by another on one object.
 *
 * @param grantee 0 for everybody
 * @param letters of the privileges, in their order; {@code options}: of those that it may grant to others
 */
public record AclEntry(long grantee, long grantor, String letters, String options) {

    public static final long EVERYBODY = 0;

    static AclEntry of(long grantee, long grantor, Set<Privilege> privileges, Set<Privilege> options) {
        return new AclEntry(grantee, grantor, Privilege.letters(privileges), Privilege.letters(options));
    }

    @JsonIgnore
    public Set<Privilege> privileges() {
        return Privilege.ofLetters(letters);
    }

    @JsonIgnore
    public Set<Privilege> grantable() {
        return Privilege.ofLetters(options);
    }

    /** As PostgreSQL shows it: {@code grantee=letters/grantor}, a star behind what may be granted on. */
    public String text(LongFunction<String> roleName) {
        StringBuilder text = new StringBuilder(grantee == EVERYBODY ? "" : quoted(roleName.apply(grantee))).append('=');
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            text.append(letter);
            if (options.indexOf(letter) >= 0) {
                text.append('*');
            }
        }
        return text.append('/').append(quoted(roleName.apply(grantor))).toString();
    }

    private static String quoted(String name) {
        boolean isPlain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
        return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
