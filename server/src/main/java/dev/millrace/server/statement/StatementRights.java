package dev.millrace.server.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.millrace.planner.CompositeChange;
import dev.millrace.planner.CreateSchema;
import dev.millrace.planner.DomainChange;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.planner.Statement.QualifiedName;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.SinkObject;
import dev.millrace.server.session.Execution;

/**
 * What a statement about objects needs the right to do (42501). Reading and writing rows is checked when a statement is
 * planned, creating in a schema when the schema is found; the rest is said here. Objects that are not there are left
 * for the handlers to miss.
 */
final class StatementRights {

    /** Options of connectors that make the server read files, or load classes, that its clients may not. */
    private static final Pattern REACHES_INSIDE =
            Pattern.compile(".*(location|jaas|class|provider|callback|\\.file).*");

    private final Execution run;
    private final Authority authority;

    private StatementRights(Execution run) {
        this.run = run;
        this.authority = run.session().authority();
    }

    static void check(Statement statement, Execution run) {
        StatementRights rights = new StatementRights(run);
        if (!rights.authority.isSuperuser()) {
            rights.check(statement);
        }
    }

    private void check(Statement statement) {
        switch (statement) {
            case CreateSchema _ -> authority.checkDatabase(Privilege.CREATE, run.database().name());
            case Statement.CreateView create when create.orReplace() -> ownerOfExisting(create.name());
            case Statement.CreateIndex create ->
                run.catalog().snapshot().find(create.relation()).ifPresent(authority::checkOwner);
            case Statement.CreateStream create -> connector(create.options(), Role.READ_SERVER_FILES);
            case Statement.CreateSink create -> connector(create.options(), Role.WRITE_SERVER_FILES);
            case Statement.CreateTable create -> connector(create.options(), Role.READ_SERVER_FILES);
            case Statement.Drop drop -> drop.names().forEach(name -> droppable(drop.kind(), name));
            case Statement.AlterTable alter -> owner(alter.name());
            case Statement.AlterSequence alter -> owner(alter.name());
            case Statement.AlterMaterializedView alter -> owner(alter.name());
            case Statement.RefreshMaterializedView refresh -> owner(refresh.name());
            case Statement.RenameColumn rename -> owner(rename.name());
            case Statement.SetSchema set -> owner(set.name());
            case Statement.Rename rename -> renaming(rename);
            case CompositeChange.Create _ -> { }
            case CompositeChange.Alter alter -> owner(alter.name());
            case DomainChange.Create _ -> { }
            case DomainChange change -> owner(change.name());
            case Statement.AddLabel add -> owner(add.type());
            case Statement.RenameLabel rename -> owner(rename.type());
            case Statement.Comment comment -> comment(comment);
            case Statement.CopyIn copy when copy.file() != null -> CopyFile.checkRead(run);
            case Statement.CopyOut copy when copy.file() != null -> CopyFile.checkWrite(run);
            case Statement.ShowObjects show when show.what().startsWith("CREATE") -> shown(show.name());
            // Rows: see Planning. Roles and rights: their handlers. The session's own: nobody else's business.
            case Statement _ -> { }
        }
    }

    private Optional<CatalogObject> find(QualifiedName name) {
        return run.catalog().find(name.parts());
    }

    private void owner(QualifiedName name) {
        find(name).ifPresent(authority::checkOwner);
    }

    private void ownerOfExisting(QualifiedName name) {
        String schema = name.parts().size() > 1 ? name.parts().get(name.parts().size() - 2) : null;
        if (schema != null || find(name).filter(found -> run.session().searchPath().contains(found.schemaName()))
                .isPresent()) {
            owner(name);
        }
    }

    private void schemaOwner(String schema) {
        CatalogSnapshot catalog = run.catalog().snapshot();
        long number = catalog.schemaOid(schema);
        if (number != 0 && !authority.actsAs(catalog.roles().owner(number))) {
            throw Authority.notOwner("schema", schema);
        }
    }

    /** Who owns a schema may drop whatever is in it. */
    private void droppable(ObjectKind kind, QualifiedName name) {
        if (kind == ObjectKind.SCHEMA) {
            schemaOwner(name.last());
            return;
        }
        find(name).ifPresent(object -> {
            CatalogSnapshot catalog = run.catalog().snapshot();
            boolean ownsSchema = authority.actsAs(catalog.roles().owner(catalog.schemaOid(object.schemaName())));
            if (!ownsSchema) {
                authority.checkOwner(object);
            }
        });
    }

    private void renaming(Statement.Rename rename) {
        if (rename.kind() == ObjectKind.SCHEMA) {
            schemaOwner(rename.name().last());
            authority.checkDatabase(Privilege.CREATE, run.database().name());
            return;
        }
        find(rename.name()).ifPresent(object -> {
            authority.checkOwner(object);
            authority.checkSchema(Privilege.CREATE, object.schemaName());
        });
    }

    private void comment(Statement.Comment comment) {
        if (comment.kind() == ObjectKind.SCHEMA) {
            schemaOwner(comment.name().last());
        } else {
            owner(comment.name());
        }
    }

    /** A connector's options may hold passwords: they are for the owner to see. */
    private void shown(QualifiedName name) {
        find(name).filter(object -> object instanceof SinkObject
                        || object instanceof CatalogObject.Stream stream && stream.connector() != null)
                .ifPresent(authority::checkOwner);
    }

    private void connector(Map<String, String> options, long filesRole) {
        boolean isFile = "file".equals(options.get("connector"));
        boolean reaches = isFile || options.containsKey("connector")
                && options.keySet().stream().anyMatch(key -> REACHES_INSIDE.matcher(key).matches());
        if (reaches && !authority.actsAs(filesRole)) {
            String role = run.catalog().snapshot().roles().name(filesRole);
            throw RoleNames.denied("permission denied to use files of the server")
                    .withDetail("Only roles with privileges of the \"" + role + "\" role may use them.")
                    .withHint(isFile ? null : "Options in question: " + String.join(", ", inQuestion(options)) + ".");
        }
    }

    private static List<String> inQuestion(Map<String, String> options) {
        return options.keySet().stream().filter(key -> REACHES_INSIDE.matcher(key).matches()).sorted().toList();
    }
}
