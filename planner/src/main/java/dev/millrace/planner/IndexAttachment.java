package dev.millrace.planner;

/** ALTER INDEX ... ATTACH PARTITION: the index of a partition becomes its part of another one. */
public record IndexAttachment(Statement.QualifiedName index, Statement.QualifiedName part) implements ObjectChange {}
