package dev.millrace.planner.definition;

import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Routine;

/** What objects are called now, by who asks: with their schema where it is needed. */
public interface DefinitionNames {

    /** Of a relation, to be written. */
    String relation(long id);

    /** Of a relation, alone and unquoted. */
    String alone(long id);

    /** Of its columns, by position. */
    List<String> columns(long id);

    String type(SqlType type);

    String domain(Domain domain);

    String routine(Routine routine);
}
