package dev.millrace.server.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What functions are written in. */
public enum Language {
    INTERNAL(12, false),
    SQL(14, true),
    /** The number is what PostgreSQL gives it when a database is made. */
    PLPGSQL(13_661, true),
    /** Above PostgreSQL's own numbers for languages, below those of objects that people make. */
    JAVA(15_001, false);

    private final long oid;
    private final boolean isTrusted;

    Language(long oid, boolean isTrusted) {
        this.oid = oid;
        this.isTrusted = isTrusted;
    }

    public long oid() {
        return oid;
    }

    /** Whether everybody may write in it who may use it; in the others, superusers. */
    public boolean isTrusted() {
        return isTrusted;
    }

    /** As SQL has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Language> of(String word) {
        return Arrays.stream(values()).filter(language -> language.word().equals(word)).findFirst();
    }

    public static Optional<Language> of(long oid) {
        return Arrays.stream(values()).filter(language -> language.oid == oid).findFirst();
    }
}
