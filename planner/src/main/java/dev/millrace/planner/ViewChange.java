package dev.millrace.planner;

import java.util.Map;

/**
 * ALTER VIEW, of what rows get that are written through it, and of its options.
 *
 * @param defaults expressions by position; null as one that is taken away
 * @param options null as the value of one that is taken away
 */
public record ViewChange(
        Statement.QualifiedName name, boolean ifExists, Map<Integer, String> defaults, Map<String, String> options)
        implements ObjectChange {}
