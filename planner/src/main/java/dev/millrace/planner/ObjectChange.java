package dev.millrace.planner;

/** Statements that make, change or drop an object of a kind of its own. */
public sealed interface ObjectChange extends Statement.Composed permits RoutineChange, TriggerChange, DomainChange,
        CompositeChange, PartComment, IndexAttachment, ObjectTuning, DropAbsent, ViewChange {}
