package dev.millrace.server.config;

import java.util.Locale;

/**
 * Everything that can be configured: as {@code --data-dir}, {@code MILLRACE_DATA_DIR}, and {@code data_dir} in the
 * file.
 */
public enum ConfigKey {
    DATA_DIR("./millrace-data", "directory of the database"),
    HOST("127.0.0.1", "address to listen on"),
    PORT("7432", "port to listen on; 0 for any free one"),
    STATE_MEMORY("", "heap for the state of views, e.g. 2GB; default: about half of the heap"),
    WORK_MEMORY("", "heap for queries, backfills and open transactions; default: about a quarter of the heap"),
    SHARDS("", "threads that share the work of one view; default: processors - 1"),
    CHECKPOINT_SECONDS("30", "seconds between checkpoints"),
    CHECKPOINT_WORK_MILLIS("200", "milliseconds of work between checkpoints: more makes a restart after a kill longer"),
    CHECKPOINT_BYTES("", "changed bytes after which a checkpoint begins; default: 128MB, less in a small heap"),
    SESSIONS_MAX("10000", "clients at a time"),
    MESSAGE_BYTES_MAX("256MB", "longest message taken from a client"),
    SHUTDOWN_SECONDS("5", "seconds that running statements may take to finish at SIGTERM"),
    SSL_CERT_FILE("", "PEM file with the server's certificate and those that vouch for it: with it TLS is offered"),
    SSL_KEY_FILE("", "PEM file with the private key of that certificate"),
    LOGIN_SECONDS("60", "seconds that a client may take to log in"),
    LOGINS_MAX("1000", "connections at a time that have not logged in yet"),
    ACCESS("", "who may connect, e.g. \"hostssl all all 10.0.0.0/8 scram-sha-256\"; rules are parted by semicolons"),
    PASSWORD_FILE("", "file with a password for the role millrace, taken when it has none"),
    STATEMENT_TIMEOUT("0", "default of statement_timeout, e.g. 30s"),
    TIMEZONE("UTC", "default time zone of sessions"),
    LOG_LEVEL("warn", "error, warn, info or debug");

    private final String initial;
    private final String description;

    ConfigKey(String initial, String description) {
        this.initial = initial;
        this.description = description;
    }

    public String initial() {
        return initial;
    }

    public String description() {
        return description;
    }

    /** As in the file. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String flag() {
        return "--" + fileName().replace('_', '-');
    }

    public String variable() {
        return "MILLRACE_" + name();
    }

    /** Null when there is no such key. */
    static ConfigKey ofFileName(String name) {
        for (ConfigKey key : values()) {
            if (key.fileName().equals(name.replace('-', '_'))) {
                return key;
            }
        }
        return null;
    }
}
