package dev.millrace.executor.plan;

/** What has a number and a name in a schema. */
public interface Named {

    long id();

    String schemaName();

    String name();
}
