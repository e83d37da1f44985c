package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;

/** Names of the schemas that hold temporary objects: each session has one of its own, once it needs it. */
public final class TemporarySchema {

    /** What a session calls its own. */
    public static final String ALIAS = "pg_temp";

    private static final String PREFIX = "pg_temp_";

    private TemporarySchema() {}

    public static String of(int processId) {
        return PREFIX + processId;
    }

    /** Nobody else can make a schema of such a name. */
    public static boolean isTemporary(String schema) {
        return schema.startsWith(PREFIX);
    }

    /**
     * The search path with the session's own schema where it is called {@link #ALIAS}, or else in front, as soon as
     * there is one.
     */
    public static List<String> path(List<String> searchPath, String own, CatalogSnapshot catalog) {
        boolean isThere = catalog.hasSchema(own);
        if (searchPath.contains(ALIAS)) {
            return searchPath.stream().map(schema -> schema.equals(ALIAS) ? own : schema).toList();
        }
        if (!isThere) {
            return searchPath;
        }
        List<String> path = new ArrayList<>(searchPath.size() + 1);
        path.add(own);
        path.addAll(searchPath);
        return path;
    }

    /** With {@code pg_catalog}, which is searched first but for temporary objects, unless the path says otherwise. */
    public static List<String> withSystem(List<String> path) {
        if (path.contains(SystemCatalog.PG_CATALOG)) {
            return path;
        }
        List<String> whole = new ArrayList<>(path.size() + 1);
        whole.addAll(path);
        whole.add(!path.isEmpty() && isTemporary(path.getFirst()) ? 1 : 0, SystemCatalog.PG_CATALOG);
        return whole;
    }
}
