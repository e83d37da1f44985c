package dev.millrace.sqltests.server;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL that comes as a Maven artifact, started on a temporary directory: the judge of what is standard. Its
 * binaries refuse to run as root; there the artifact starts them in a user namespace of their own (unshare), where they
 * are not.
 */
public final class PostgresOracle implements Target {
    private final EmbeddedPostgres postgres;

    private PostgresOracle(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static PostgresOracle start() throws IOException {
        return new PostgresOracle(EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
    }

    @Override
    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void restart() {
        // the judge is not killed: restart in a script only opens the connections anew
    }

    @Override
    public String lastWords() {
        return "";
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
