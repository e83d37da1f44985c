package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.function.LongFunction;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;

/** Objects in words, as {@code pg_describe_object} says them: {@code column name of table customer}. */
final class ObjectWords {

    static final int PG_TYPE = 1247;
    static final int PG_PROC = 1255;
    static final int PG_CLASS = 1259;
    static final int PG_AUTHID = 1260;
    static final int PG_DATABASE = 1262;
    static final int PG_CONSTRAINT = 2606;
    static final int PG_NAMESPACE = 2615;

    /** Names of objects by catalog and number, as they have to be written where the session stands. */
    interface Names {
        String name(String catalog, long oid);
    }

    private final CatalogSnapshot catalog;
    private final Names names;
    private final LongFunction<String> functions;

    /** @param functions names with types */
    ObjectWords(CatalogSnapshot catalog, Names names, LongFunction<String> functions) {
        this.catalog = catalog;
        this.names = names;
        this.functions = functions;
    }

    /** Null when there is no such object. */
    String of(long catalogOid, long object, int column) {
        return switch ((int) catalogOid) {
            case PG_CLASS -> relation(object, column);
            case PG_TYPE -> named("type ", "pg_type", object);
            case PG_PROC -> names.name("pg_proc", object) == null ? null : "function " + functions.apply(object);
            case PG_NAMESPACE -> named("schema ", "pg_namespace", object);
            case PG_AUTHID -> named("role ", "pg_authid", object);
            case PG_DATABASE -> named("database ", "pg_database", object);
            case PG_CONSTRAINT -> constraint(object);
            default -> throw new SqlException(
                    SqlState.INTERNAL_ERROR, "unrecognized object class: " + catalogOid);
        };
    }

    private String named(String kind, String catalogName, long object) {
        String name = names.name(catalogName, object);
        return name == null ? null : kind + name;
    }

    private String relation(long object, int column) {
        String name = names.name("pg_class", object);
        if (name == null) {
            return null;
        }
        CatalogObject found = catalog.find(object).orElse(null);
        String whole = (found == null ? keyOrTable(object) : kind(found)) + " " + name;
        if (column == 0) {
            return whole;
        }
        Schema schema = found instanceof CatalogObject.Relation relation ? relation.schema() : null;
        return schema == null || column < 0 || column > schema.size()
                ? null
                : "column " + WrittenName.quoted(schema.field(column - 1).name()) + " of " + whole;
    }

    /** Sources are shown as tables everywhere. */
    private static String kind(CatalogObject object) {
        return object instanceof CatalogObject.Stream ? "table" : object.kindName();
    }

    /** What has a number, but is no object: the index of a key, or a relation of ours. */
    private String keyOrTable(long number) {
        boolean isKey = catalog.objects().stream()
                .anyMatch(object -> Source.keys(object, catalog).stream().anyMatch(key -> key.id() == number));
        return isKey ? "index" : "table";
    }

    private String constraint(long number) {
        for (CatalogObject object : catalog.objects()) {
            String name = constraint(object, number, catalog);
            if (name != null) {
                return "constraint " + WrittenName.quoted(name)
                        + (object instanceof DomainObject domain
                                ? " on domain " + names.name("pg_type", domain.id())
                                : " on table " + names.name("pg_class", object.id()));
            }
        }
        return null;
    }

    /** The name of a constraint that an object has; null when it has none of this number. */
    static String constraint(CatalogObject object, long number, CatalogSnapshot catalog) {
        List<CatalogObject.Check> checks = object instanceof CatalogObject.Table table
                ? table.checks()
                : object instanceof DomainObject domain ? domain.checks() : List.of();
        for (CatalogObject.Check check : checks) {
            if (check.id() == number) {
                return check.name();
            }
        }
        for (CatalogObject.Key key : Source.keys(object, catalog)) {
            if (key.id() == number) {
                return key.name();
            }
        }
        for (ForeignKey key : catalog.foreignKeys(object.id())) {
            if (key.id() == number) {
                return key.name();
            }
        }
        return null;
    }
}
