package dev.millrace.planner;

/** CREATE, ALTER and DROP DATABASE. */
public sealed interface DatabaseChange extends Statement.Composed {

    String name();

    /**
     * What is said of who may connect; null where nothing is said.
     *
     * @param connectionsMax -1 for any number
     */
    record Terms(Boolean allowsConnections, Integer connectionsMax, Boolean isTemplate) {}

    /**
     * CREATE DATABASE.
     *
     * @param owner null for the role that creates it; {@code template}: null for an empty one
     */
    record Create(String name, RoleReference owner, String template, Terms terms) implements DatabaseChange {}

    record Alter(String name, Terms terms) implements DatabaseChange {}

    record Rename(String name, String newName) implements DatabaseChange {}

    record ChangeOwner(String name, RoleReference owner) implements DatabaseChange {}

    /** @param isForced ends the sessions that are in it */
    record Drop(String name, boolean ifExists, boolean isForced) implements DatabaseChange {}
}
