package dev.millrace.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Who may come to a server, and how.
 *
 * @param certificateFile null for no TLS; then {@code keyFile} is null, too
 * @param loginSeconds how long a client may take to log in
 * @param loginsMax connections at a time that have not logged in yet
 * @param rules the first that fits a client says what it has to prove; a client that none fits is refused
 * @param passwordFile whose first line becomes the first role's password when it has none; null for no such file
 */
public record AccessConfig(
        Path certificateFile, Path keyFile, int loginSeconds, int loginsMax, List<AccessRule> rules,
        Path passwordFile) {}
