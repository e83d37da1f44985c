package dev.millrace.server.pgcatalog;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;

/** What tells an object from all others wherever one stands, as {@code pg_identify_object} answers it. */
final class ObjectIdentity {

    private static final String SYSTEM = "pg_catalog";

    /** Types whose names are SQL's, and need no schema. */
    private static final Set<String> STANDARD = Set.of(
            "bigint", "bit", "bit varying", "boolean", "character", "character varying", "double precision", "integer",
            "interval", "numeric", "real", "smallint", "time with time zone", "time without time zone",
            "timestamp with time zone", "timestamp without time zone");

    private final CatalogSnapshot catalog;
    private final ObjectWords.Names names;

    ObjectIdentity(CatalogSnapshot catalog, ObjectWords.Names names) {
        this.catalog = catalog;
        this.names = names;
    }

    /** Kind, schema, name and identity; of an object that there is not the kind alone. */
    List<String> of(long catalogOid, long object, int column) {
        return switch ((int) catalogOid) {
            case ObjectWords.PG_CLASS -> relation(object, column);
            case ObjectWords.PG_TYPE -> type(object);
            case ObjectWords.PG_PROC -> function(object);
            case ObjectWords.PG_NAMESPACE -> plain("schema", names.name("pg_namespace", object));
            case ObjectWords.PG_AUTHID -> plain("role", names.name("pg_authid", object));
            case ObjectWords.PG_DATABASE -> plain("database", names.name("pg_database", object));
            case ObjectWords.PG_CONSTRAINT -> constraint(object);
            default -> throw new SqlException(
                    SqlState.INTERNAL_ERROR, "unrecognized object class: " + catalogOid);
        };
    }

    private static List<String> plain(String kind, String name) {
        return Arrays.asList(kind, null, name, name == null ? null : WrittenName.quoted(name));
    }

    private static List<String> in(String kind, String schema, String name) {
        return Arrays.asList(kind, schema, name, identity(schema, name));
    }

    private static String identity(String schema, String name) {
        return WrittenName.quoted(schema) + "." + WrittenName.quoted(name);
    }

    private List<String> relation(long number, int column) {
        CatalogObject found = catalog.find(number).orElse(null);
        if (found == null) {
            return keyOrSystem(number);
        }
        String kind = found instanceof CatalogObject.Stream ? "table" : found.kindName();
        if (column == 0) {
            return in(kind, found.schemaName(), found.name());
        }
        boolean has = found instanceof CatalogObject.Relation relation
                && column > 0
                && column <= relation.schema().size();
        return Arrays.asList(
                kind + " column",
                found.schemaName(),
                found.name(),
                has
                        ? identity(found.schemaName(), found.name()) + "."
                                + WrittenName.quoted(((CatalogObject.Relation) found).schema().field(column - 1).name())
                        : null);
    }

    private List<String> keyOrSystem(long number) {
        for (CatalogObject object : catalog.objects()) {
            for (CatalogObject.Key key : Source.keys(object, catalog)) {
                if (key.id() == number) {
                    return in("index", object.schemaName(), key.name());
                }
            }
        }
        String name = names.name("pg_class", number);
        if (name == null) {
            return Arrays.asList("relation", null, null, null);
        }
        List<String> parts = WrittenName.parts(name);
        return in(
                parts.getLast().startsWith("pg_") ? "table" : "view",
                parts.size() == 1 ? SYSTEM : parts.getFirst(),
                parts.getLast());
    }

    private List<String> type(long number) {
        if (catalog.find(number).orElse(null) instanceof DomainObject domain) {
            return in("type", domain.schemaName(), domain.name());
        }
        NamedType type = catalog.typeOf(number).orElse(null);
        if (type != null) {
            boolean isArray = type.id() != number;
            return Arrays.asList(
                    "type", type.schemaName(), (isArray ? "_" : "") + type.name(),
                    identity(type.schemaName(), type.name()) + (isArray ? "[]" : ""));
        }
        String spelled = names.name("pg_type", number);
        if (spelled == null) {
            return Arrays.asList("type", null, null, null);
        }
        return Arrays.asList("type", SYSTEM, SystemTypes.name(number), qualified(spelled));
    }

    /** The name of a type of PostgreSQL's, or of an array of it, with its schema where it is not a word of SQL. */
    private static String qualified(String type) {
        String element = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        return STANDARD.contains(element) || element.contains(".") ? type : SYSTEM + "." + type;
    }

    private List<String> function(long number) {
        if (catalog.find(number).orElse(null) instanceof RoutineObject routine) {
            String types = FunctionAnswers.types(number, catalog);
            return Arrays.asList(
                    "function", routine.schemaName(), null,
                    identity(routine.schemaName(), routine.name()) + qualifiedList(types));
        }
        String types = FunctionAnswers.arguments(number, catalog);
        return types == null
                ? Arrays.asList("function", null, null, null)
                : Arrays.asList(
                        "function", SYSTEM, null,
                        identity(SYSTEM, names.name("pg_proc", number)) + qualifiedList(types));
    }

    private static String qualifiedList(String types) {
        return types.isEmpty()
                ? "()"
                : Arrays.stream(types.split(", *"))
                        .map(ObjectIdentity::qualified)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private List<String> constraint(long number) {
        for (CatalogObject object : catalog.objects()) {
            String name = ObjectWords.constraint(object, number, catalog);
            if (name != null) {
                String kind = object instanceof DomainObject ? "domain" : "table";
                return Arrays.asList(
                        kind + " constraint", object.schemaName(), null,
                        WrittenName.quoted(name) + " on " + identity(object.schemaName(), object.name()));
            }
        }
        return Arrays.asList("constraint", null, null, null);
    }
}
