package dev.millrace.server.config;

import java.nio.file.Path;

/**
 * How a server is to run.
 *
 * @param stateBytes heap for operator state
 * @param workBytes heap for queries, backfills and open transactions
 * @param checkpointWorkMillis time spent on epochs that makes a checkpoint due; a replay runs on code that is not
 *     compiled yet, and so takes some times as long
 * @param statementTimeout text of the setting
 */
public record ServerConfig(
        Path dataDirectory,
        String host,
        int port,
        long stateBytes,
        long workBytes,
        int shards,
        int checkpointSeconds,
        int checkpointWorkMillis,
        long checkpointBytes,
        int sessionsMax,
        int messageBytesMax,
        int shutdownSeconds,
        String statementTimeout,
        String timeZone,
        String logLevel,
        AccessConfig access) {}
