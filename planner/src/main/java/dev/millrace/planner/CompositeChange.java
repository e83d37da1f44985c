package dev.millrace.planner;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;

/** CREATE TYPE ... AS (...), and what ALTER TYPE does to the attributes of such a type. */
public sealed interface CompositeChange extends ObjectChange {

    Statement.QualifiedName name();

    /** @param domains of those attributes that are of one */
    record Create(Statement.QualifiedName name, List<RowType.Field> attributes, Map<String, Long> domains)
            implements CompositeChange {}

    record Alter(Statement.QualifiedName name, List<Step> steps) implements CompositeChange {}

    /** What is done to one attribute. */
    enum Action {
        ADD, DROP, RETYPE, RENAME
    }

    /**
     * @param type null where it is dropped or renamed
     * @param domain null where the type is none
     * @param newName null but where it is renamed
     */
    record Step(Action action, String attribute, SqlType type, Long domain, String newName, boolean ifExists) {}
}
