package dev.millrace.storage;

/** The cursor over a table that has no entries. */
final class EmptyCursor implements Cursor {
    private final ByteReader nothing = new ByteReader();

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public ByteReader key() {
        return nothing;
    }

    @Override
    public ByteReader value() {
        return nothing;
    }

    @Override
    public void close() {}
}
