package dev.millrace.server.session;

/** The modes of a transaction, for the one that AND CHAIN begins behind it. */
public record ChainedModes(boolean isReadOnly, boolean isDeferrable, String isolation) {

    /** Those of the session's transaction, which is still there. */
    public static ChainedModes of(Session session) {
        Settings settings = session.settings();
        return new ChainedModes(
                session.transaction().isReadOnly(), settings.isOn("transaction_deferrable"), settings.isolation());
    }

    /** Gives them to the session's transaction, which has begun. */
    public void apply(Session session) {
        if (session.transaction().isReadOnly() != isReadOnly) {
            session.transaction().setReadOnly(isReadOnly);
        }
        session.settings().setDeferrable(isDeferrable);
        session.settings().setIsolation(isolation);
    }
}
