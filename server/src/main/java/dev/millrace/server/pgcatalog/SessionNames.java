package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Routine;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Session;

/** What objects are called where a session stands: with their schema unless its search path finds them. */
final class SessionNames implements DefinitionNames {

    private final Session session;
    private final ObjectDirectory directory;
    private final List<String> path;

    SessionNames(Session session, ObjectDirectory directory) {
        this.session = session;
        this.directory = directory;
        this.path = TemporarySchema.withSystem(session.searchPath());
    }

    private CatalogSnapshot catalog() {
        return session.transaction().catalog();
    }

    @Override
    public String relation(long id) {
        return directory.spell(Math.abs(id), path, WrittenName::quoted);
    }

    @Override
    public String alone(long id) {
        return directory.place(Math.abs(id)).name();
    }

    @Override
    public List<String> columns(long id) {
        return catalog().find(id).orElse(null) instanceof CatalogObject.Relation relation
                ? relation.schema().fields().stream().map(Schema.Field::name).toList()
                : List.of();
    }

    @Override
    public String type(SqlType type) {
        EnumType named = type.enumType();
        if (named != null) {
            boolean isFound = session.catalog().enumType(List.of(named.name())).filter(named::equals).isPresent();
            String name = (isFound ? "" : WrittenName.quoted(named.schemaName()) + ".")
                    + WrittenName.quoted(named.name());
            return type.kind() == SqlType.Kind.ARRAY ? name + "[]" : name;
        }
        boolean isBlankPadded = type.kind() == SqlType.Kind.CHAR && type.precision() == SqlType.UNSPECIFIED
                && type.guise() == null;
        return isBlankPadded ? "bpchar" : type.toString();
    }

    @Override
    public String domain(Domain domain) {
        return new TypeAnswers(catalog(), session.catalog()).name(domain.id());
    }

    @Override
    public String routine(Routine routine) {
        boolean isFound = session.catalog().routines(List.of(routine.name())).stream()
                .anyMatch(found -> found.id() == routine.id());
        return (isFound ? "" : WrittenName.quoted(routine.schemaName()) + ".") + WrittenName.quoted(routine.name());
    }
}
