package dev.millrace.server.config;

import java.nio.file.Path;

/**
 * Who may come to a server, and how.
 *
 * @param certificateFile null for no TLS; then {@code keyFile} is null, too
 * @param loginSeconds how long a client may take to log in
 * @param loginsMax connections at a time that have not logged in yet
 */
public record AccessConfig(Path certificateFile, Path keyFile, int loginSeconds, int loginsMax) {}
