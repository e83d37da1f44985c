package dev.millrace.planner;

import java.util.List;

/**
 * CREATE SCHEMA.
 *
 * @param name null to be called as its owner
 * @param owner null for who creates it
 * @param elements what is made in it at once
 */
public record CreateSchema(String name, RoleReference owner, boolean ifNotExists, List<SchemaElement> elements)
        implements Statement.Composed {}
