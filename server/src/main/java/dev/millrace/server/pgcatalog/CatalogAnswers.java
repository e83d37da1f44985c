package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.executor.function.PeerDoor;
import dev.millrace.executor.plan.Guise;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Language;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.PeerAnswers;
import dev.millrace.server.session.Session;

/** Answers functions' questions about the catalog as one session sees it, and about the session itself. */
public final class CatalogAnswers implements CatalogDoor {

    private static final long SERVER_START_MICROS = System.currentTimeMillis() * 1000;

    private final SystemTables tables;
    private final Session session;
    private final RightsAnswers rights;
    private ObjectDirectory directory;

    public CatalogAnswers(SystemTables tables, Session session) {
        this.tables = tables;
        this.session = session;
        this.rights = new RightsAnswers(tables, session);
    }

    private CatalogSnapshot catalog() {
        return session.transaction().catalog();
    }

    private ObjectDirectory directory() {
        if (directory == null || !directory.isOf(catalog())) {
            directory = new ObjectDirectory(tables, catalog());
        }
        return directory;
    }

    private List<String> path() {
        return TemporarySchema.withSystem(session.searchPath());
    }

    // ---- names ------------------------------------------------------------------------------------------------------

    @Override
    public Boolean isVisible(String catalogName, long oid) {
        if (catalogName.equals("pg_proc")) {
            return FunctionAnswers.isVisible(oid, session.catalog());
        }
        if (catalogName.equals("pg_type")) {
            return types().isVisible(oid);
        }
        if (!catalogName.equals("pg_class")) {
            return name(catalogName, oid) == null ? null : true;
        }
        return directory().place(oid) == null ? null : directory().isVisible(oid, path());
    }

    @Override
    public String name(String catalogName, long oid) {
        return switch (catalogName) {
            case "pg_class" ->
                directory().place(oid) == null ? null : directory().spell(oid, path(), WrittenName::quoted);
            case "pg_type" -> types().name(oid);
            case "pg_proc" -> FunctionAnswers.name(oid, session.catalog());
            case "pg_namespace" -> schemaNames().stream()
                    .filter(schema -> catalog().schemaOid(schema) == oid)
                    .findFirst()
                    .orElse(null);
            case "pg_authid" -> rights.roleName(oid);
            case "pg_database" -> catalog().database(oid).map(DatabaseObject::databaseName).orElse(null);
            case "pg_operator" -> PgOperator.name(oid);
            default -> null;
        };
    }

    private TypeAnswers types() {
        return new TypeAnswers(catalog(), session.catalog());
    }

    private List<String> schemaNames() {
        return session.catalog().schemaNames();
    }

    @Override
    public Long find(String catalogName, String name) {
        if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(name);
        }
        if (catalogName.equals("pg_type")) {
            return types().number(name);
        }
        if (catalogName.equals("pg_proc")) {
            return FunctionAnswers.number(name, session.catalog(), type -> find("pg_type", type));
        }
        List<String> parts = WrittenName.parts(name);
        String last = parts.getLast();
        return switch (catalogName) {
            case "pg_class" ->
                directory().find(parts.size() == 1 ? path() : List.of(usable(parts.get(parts.size() - 2))), last);
            case "pg_namespace" -> schemaNames().contains(last) ? catalog().schemaOid(last) : null;
            case "pg_authid" -> rights.role(last);
            case "pg_database" -> catalog().database(last).map(DatabaseObject::id).orElse(null);
            case "pg_language" -> Language.of(last).map(Language::oid).orElse(null);
            default -> null;
        };
    }

    /** The schema as it is called, when the session may look into it. */
    private String usable(String written) {
        String schema = written.equals(TemporarySchema.ALIAS) ? session.catalog().temporarySchema() : written;
        session.authority().checkSchema(Privilege.USAGE, schema);
        return schema;
    }

    @Override
    public long need(String catalogName, String name) {
        Long found = find(catalogName, name);
        if (found != null) {
            return found;
        }
        throw MissingObject.of(catalogName, name);
    }

    @Override
    public String spell(Guise guise, long oid) {
        String types = switch (guise) {
            case FUNCTION_WITH_ARGUMENTS -> FunctionAnswers.types(oid, catalog());
            case OPERATOR_WITH_ARGUMENTS -> PgOperator.types(oid);
            default -> null;
        };
        String operator = guise == Guise.OPERATOR ? PgOperator.distinctName(oid) : null;
        if (operator != null) {
            return operator;
        }
        return types == null ? CatalogDoor.super.spell(guise, oid) : name(guise.catalog(), oid) + "(" + types + ")";
    }

    // ---- definitions ------------------------------------------------------------------------------------------------

    private DefinitionAnswers definitions() {
        return new DefinitionAnswers(
                catalog(), relation -> directory().spell(relation, path(), WrittenName::quoted),
                new ExpressionTexts(session, directory()));
    }

    @Override
    public String indexDefinition(long index, int column, boolean isPretty) {
        return definitions().index(index, column, isPretty);
    }

    @Override
    public Integer indexOrder(long index, int column) {
        return definitions().indexOrder(index, column);
    }

    @Override
    public String expression(String text, long relation) {
        String pretty = new ExpressionTexts(session, directory()).of(text, relation, null, true);
        return pretty == null ? text : pretty;
    }

    @Override
    public List<String> initialAcl(String kind, long owner) {
        return rights.initialAcl(kind, owner);
    }

    @Override
    public String viewDefinition(long view, boolean isPretty, int width) {
        CatalogObject found = catalog().find(view).orElse(null);
        String text = found == null
                ? null
                : new ViewTexts(session, directory()).of(found, new DefinitionStyle(isPretty, true, width));
        return text == null && found != null ? "Not a view" : text;
    }

    @Override
    public String partitionKey(long table) {
        return PgPartitions.key(catalog(), table);
    }

    @Override
    public String partitionCondition(long table) {
        return PgPartitions.condition(catalog(), table);
    }

    @Override
    public List<Long> partitionAncestors(long table) {
        return PgPartitions.ancestors(catalog(), table);
    }

    @Override
    public List<List<String>> partitionTree(long table) {
        return PgPartitions.tree(catalog(), table);
    }

    @Override
    public int updatability(long relation, boolean isByTriggers) {
        return new Updatability(catalog()).of(relation, isByTriggers);
    }

    @Override
    public boolean isUpdatable(long relation, int column, boolean isByTriggers) {
        return new Updatability(catalog()).hasColumn(relation, column - 1, isByTriggers);
    }

    @Override
    public String constraintDefinition(long constraint, boolean isPretty) {
        return definitions().constraint(constraint, isPretty);
    }

    @Override
    public String triggerDefinition(long trigger, boolean isPretty) {
        return definitions().trigger(trigger, isPretty);
    }

    @Override
    public String functionResult(long function) {
        return FunctionAnswers.result(function, catalog());
    }

    @Override
    public String functionArguments(long function, boolean hasDefaults) {
        return hasDefaults
                ? FunctionAnswers.arguments(function, catalog(), new ExpressionTexts(session, directory()))
                : FunctionAnswers.arguments(function, catalog());
    }

    @Override
    public String functionDefinition(long function) {
        return FunctionAnswers.definition(function, catalog(), new ExpressionTexts(session, directory()));
    }

    @Override
    public String functionDescription(long function) {
        return FunctionAnswers.description(function);
    }

    @Override
    public List<String> identify(long catalogOid, long object, int column) {
        return new ObjectIdentity(catalog(), this::name).of(catalogOid, object, column);
    }

    @Override
    public List<String> sequenceParameters(long sequence) {
        return PgSequence.parameters(sequence, catalog());
    }

    @Override
    public String describe(long catalogOid, long object, int column) {
        return new ObjectWords(catalog(), this::name, oid -> spell(Guise.FUNCTION_WITH_ARGUMENTS, oid))
                .of(catalogOid, object, column);
    }

    @Override
    public String comment(long object, int column) {
        return catalog().comment(object, column)
                .or(() -> catalog().commentOnPart(object))
                .map(Comment::text)
                .orElseGet(() -> column == 0 ? PgDescription.initial(object) : null);
    }

    // ---- sizes ------------------------------------------------------------------------------------------------------

    @Override
    public Long sizeBytes(long relation) {
        return directory().place(relation) == null ? null : sizes().ofRelation(relation);
    }

    @Override
    public long databaseBytes(long oid) {
        return oid == 0 ? sizes().ofAll() : sizes().ofDatabase(oid);
    }

    private SizeAnswers sizes() {
        return new SizeAnswers(session, snapshot());
    }

    private Snapshot snapshot() {
        return session.transaction().engineTransaction().snapshot();
    }

    @Override
    public long epoch() {
        return snapshot().epoch();
    }

    // ---- sequences --------------------------------------------------------------------------------------------------

    @Override
    public long nextValue(long sequence) {
        session.sequences().check(sequence, Privilege.USAGE, Privilege.UPDATE);
        return session.sequences().take(sequence, 1)[0];
    }

    @Override
    public long currentValue(long sequence) {
        session.sequences().check(sequence, Privilege.USAGE, Privilege.SELECT);
        return session.sequences().current(sequence);
    }

    @Override
    public long lastValue() {
        return session.sequences().last();
    }

    @Override
    public void setValue(long sequence, long value, boolean isCalled) {
        session.sequences().check(sequence, Privilege.UPDATE);
        session.sequences().set(sequence, value, isCalled);
    }

    @Override
    public Long sequencePosition(long sequence, boolean orFirst) {
        session.sequences().check(sequence, Privilege.USAGE, Privilege.SELECT);
        Sequences.Position position = session.sequences().position(sequence);
        return orFirst || position.isCalled() ? position.last() : null;
    }

    @Override
    public String serialSequence(String table, String column) {
        return PgSequence.ofColumn(need("pg_class", table), table, column, catalog());
    }

    @Override
    public long currentRole() {
        return session.identity().current();
    }

    @Override
    public Boolean hasPrivilege(String kind, long role, long object, int column, String privileges) {
        return rights.hasPrivilege(kind, role, object, column, privileges);
    }

    @Override
    public int columnNumber(long relation, String column) {
        return rights.columnNumber(relation, column);
    }

    @Override
    public boolean hasRole(long member, long role, String privileges) {
        return rights.hasRole(member, role, privileges);
    }

    // ---- the session ------------------------------------------------------------------------------------------------

    @Override
    public String setting(String name, boolean mayBeMissing) {
        return mayBeMissing && session.settings().find(name) == null ? null : session.settings().display(name);
    }

    @Override
    public String set(String name, String value, boolean isLocal) {
        session.settings().set(name, value, isLocal);
        return session.settings().display(name);
    }

    @Override
    public List<String> schemas(boolean withImplicit) {
        List<String> path = withImplicit ? path() : session.settings().searchPath();
        return path.stream()
                .filter(schema -> catalog().hasSchema(schema) || SystemCatalog.SCHEMAS.contains(schema))
                .toList();
    }

    @Override
    public int processId() {
        return session.processId();
    }

    @Override
    public long serverStartMicros() {
        return SERVER_START_MICROS;
    }

    @Override
    public boolean signal(int processId, boolean ends) {
        return rights.signal(processId, ends);
    }

    @Override
    public void sleep(double seconds) {
        new PeerAnswers(session).sleep(seconds);
    }

    @Override
    public PeerDoor peers() {
        return new PeerAnswers(session);
    }
}
