/**
 * JSON as values. A {@code json} keeps the text it was given, a {@code jsonb} is its one canonical text; both are
 * walked where they lie by {@link dev.millrace.executor.json.JsonMembers}, and what changes or compares documents works
 * on the tree of {@link dev.millrace.executor.json.JsonValue}, which {@link dev.millrace.executor.json.JsonReader}
 * makes.
 */
package dev.millrace.executor.json;
