/**
 * What the database contains, by name. The engine keeps objects with an opaque attachment; this package gives the
 * attachment its meaning: {@link dev.millrace.server.catalog.CatalogObject}, written by {@link
 * dev.millrace.server.catalog.AttachmentCodec}. A {@link dev.millrace.server.catalog.CatalogSnapshot} is the
 * immutable whole at one catalog version; {@link dev.millrace.server.catalog.SessionCatalog} is the planner's view of
 * it through a session's search path.
 */
package dev.millrace.server.catalog;
