package dev.millrace.planner;

import java.util.List;

/** ALTER INDEX or SEQUENCE, of how it is stored. */
public record ObjectTuning(
        Statement.ObjectKind kind, Statement.QualifiedName name, boolean ifExists, List<TuningChange> changes)
        implements ObjectChange {}
