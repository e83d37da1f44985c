package dev.millrace.server.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.engine.ObjectDefinition;

/** In which database objects lie. */
final class Placement {

    private Placement() {}

    /** Reads the objects of a database and those that all have in common; what has no attachment is not people's. */
    static Map<Long, CatalogObject> decoded(Collection<ObjectDefinition> objects, long database) {
        Map<Long, CatalogObject> byId = new HashMap<>();
        for (ObjectDefinition object : objects) {
            if (object.attachment().length == 0) {
                continue;
            }
            long of = AttachmentCodec.databaseOf(object.attachment());
            boolean isUnsaid = of == AttachmentCodec.UNSAID;
            if (of == database || of == DatabaseObject.SHARED || isUnsaid) {
                CatalogObject decoded = AttachmentCodec.decode(object.attachment());
                if (!isUnsaid || database == DatabaseObject.MILLRACE.id() || isShared(decoded)) {
                    byId.put(object.id(), decoded);
                }
            }
        }
        return byId;
    }

    /** Whether all databases have it in common, which of rights only their object tells. */
    private static boolean isShared(CatalogObject object) {
        return switch (object) {
            case Rights rights -> rights.object() == DatabaseObject.MILLRACE.id();
            case DefaultRights _ -> false;
            case CatalogObject other -> other instanceof AccessObject;
        };
    }

    /** The number of the database in which an object lies, or is to lie. */
    static long of(CatalogObject object, CatalogSnapshot catalog) {
        boolean isOfDatabase = object instanceof Rights rights && catalog.database(rights.object()).isPresent();
        boolean isOfAll = object instanceof Comment comment
                && (catalog.database(comment.object()).isPresent()
                        || catalog.roles().find(comment.object()).isPresent());
        return isOfDatabase || isOfAll || isShared(object) ? DatabaseObject.SHARED : catalog.database();
    }

    /** All databases by number: those that are always there, and those among some objects. */
    static List<DatabaseObject> databases(Collection<AccessObject> objects) {
        Map<Long, DatabaseObject> all = new TreeMap<>();
        DatabaseObject.INITIAL.forEach(initial -> all.put(initial.id(), initial));
        for (AccessObject object : objects) {
            if (object instanceof DatabaseObject one) {
                all.put(one.id(), one);
            }
        }
        return List.copyOf(all.values());
    }
}
