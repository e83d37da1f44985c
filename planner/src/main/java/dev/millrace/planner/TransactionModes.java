package dev.millrace.planner;

import java.util.Optional;

/** What was said of the modes of a transaction, or of a session's. */
public record TransactionModes(
        Optional<String> isolation, Optional<Boolean> isReadOnly, Optional<Boolean> isDeferrable) {}
