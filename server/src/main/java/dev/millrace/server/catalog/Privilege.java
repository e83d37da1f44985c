package dev.millrace.server.catalog;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What one may do with an object, in the order, and under the letters, in which PostgreSQL shows privileges. */
public enum Privilege {
    INSERT('a'),
    SELECT('r'),
    UPDATE('w'),
    DELETE('d'),
    TRUNCATE('D'),
    REFERENCES('x'),
    TRIGGER('t'),
    EXECUTE('X'),
    USAGE('U'),
    CREATE('C'),
    TEMPORARY('T'),
    CONNECT('c');

    private final char letter;

    Privilege(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** @param word upper-case, as in GRANT */
    public static Optional<Privilege> of(String word) {
        return word.equals("TEMP")
                ? Optional.of(TEMPORARY)
                : Arrays.stream(values()).filter(privilege -> privilege.name().equals(word)).findFirst();
    }

    static EnumSet<Privilege> ofLetters(String letters) {
        EnumSet<Privilege> set = EnumSet.noneOf(Privilege.class);
        for (Privilege privilege : values()) {
            if (letters.chars().anyMatch(letter -> letter == privilege.letter)) {
                set.add(privilege);
            }
        }
        return set;
    }

    static String letters(Set<Privilege> set) {
        StringBuilder letters = new StringBuilder();
        for (Privilege privilege : values()) {
            if (set.contains(privilege)) {
                letters.append(privilege.letter);
            }
        }
        return letters.toString();
    }
}
