package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** What clients ask about objects by their numbers, answered from the catalog of the session's database. */
final class InquiryFunctions {

    private InquiryFunctions() {}

    // ---- names ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "pg_table_is_visible", description = "Whether a relation is found by its bare name.",
            volatility = Volatility.VOLATILE)
    static Boolean isTableVisible(@As(OID) long relation) {
        return CatalogDoor.current().isVisible("pg_class", relation);
    }

    @SqlFunction(name = "pg_type_is_visible", description = "Whether a type is found by its bare name.",
            volatility = Volatility.VOLATILE)
    static Boolean isTypeVisible(@As(OID) long type) {
        return CatalogDoor.current().isVisible("pg_type", type);
    }

    @SqlFunction(name = "pg_function_is_visible", description = "Whether a function is found by its bare name.",
            volatility = Volatility.VOLATILE)
    static Boolean isFunctionVisible(@As(OID) long function) {
        return CatalogDoor.current().isVisible("pg_proc", function);
    }

    @SqlFunction(
            name = {
                "pg_operator_is_visible", "pg_opclass_is_visible", "pg_opfamily_is_visible", "pg_collation_is_visible",
                "pg_conversion_is_visible", "pg_statistics_obj_is_visible", "pg_ts_config_is_visible",
                "pg_ts_dict_is_visible", "pg_ts_parser_is_visible", "pg_ts_template_is_visible"
            },
            description = "Whether an object is found by its bare name: all of its kind are PostgreSQL's own.",
            volatility = Volatility.VOLATILE)
    static boolean isSystemVisible(@As(OID) long object) {
        return true;
    }

    @SqlFunction(name = "pg_get_userbyid", description = "A role's name.", volatility = Volatility.VOLATILE)
    @Guised(Guise.NAME)
    static String role(@As(OID) long role) {
        String name = CatalogDoor.current().name("pg_authid", role);
        return name == null ? "unknown (OID=" + role + ")" : name;
    }

    @SqlFunction(name = "to_regclass", description = "The number of a relation, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.RELATION)
    static Long relation(String name) {
        return CatalogDoor.current().find("pg_class", name);
    }

    @SqlFunction(name = "to_regtype", description = "The number of a type, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.TYPE)
    static Long type(String name) {
        return CatalogDoor.current().find("pg_type", name);
    }

    @SqlFunction(name = "object number", description = "What a cast of text to regclass and its like gives.",
            volatility = Volatility.VOLATILE)
    @As(OID)
    static long number(String type, String name) {
        return CatalogDoor.current().read(Guise.named(type), name);
    }

    // ---- definitions ------------------------------------------------------------------------------------------------

    @SqlFunction(name = "pg_get_indexdef", description = "CREATE INDEX of an index.", volatility = Volatility.VOLATILE)
    static String index(@As(OID) long index) {
        return CatalogDoor.current().indexDefinition(index, 0, false);
    }

    @SqlFunction(name = "pg_get_indexdef", description = "CREATE INDEX of an index, or one of its columns.",
            volatility = Volatility.VOLATILE)
    static String index(@As(OID) long index, int column, boolean isPretty) {
        return CatalogDoor.current().indexDefinition(index, column, isPretty);
    }

    @SqlFunction(
            name = "pg_get_partkeydef",
            description = "What a partitioned table tells its rows apart by.",
            volatility = Volatility.VOLATILE)
    static String partitionKey(@As(OID) long table) {
        return CatalogDoor.current().partitionKey(table);
    }

    @SqlFunction(
            name = "pg_get_partition_constraintdef",
            description = "What is true of a partition's rows, and of no others of the whole table.",
            volatility = Volatility.VOLATILE)
    static String partitionCondition(@As(OID) long table) {
        return CatalogDoor.current().partitionCondition(table);
    }

    @SqlFunction(
            name = "pg_partition_root",
            description = "The whole table that a partition is of.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.RELATION)
    static @As(OID) Long partitionRoot(@As(OID) long table) {
        List<Long> ancestors = CatalogDoor.current().partitionAncestors(table);
        return ancestors.isEmpty() ? null : ancestors.getLast();
    }

    @SqlFunction(name = "pg_get_viewdef", description = "The query of a view.", volatility = Volatility.VOLATILE)
    static String view(@As(OID) long view) {
        return CatalogDoor.current().viewDefinition(view, false, 0);
    }

    @SqlFunction(name = "pg_get_viewdef", description = "The query of a view.", volatility = Volatility.VOLATILE)
    static String view(@As(OID) long view, boolean isPretty) {
        return CatalogDoor.current().viewDefinition(view, isPretty, 0);
    }

    @SqlFunction(name = "pg_get_viewdef", description = "The query of a view.", volatility = Volatility.VOLATILE)
    static String view(@As(OID) long view, int width) {
        return CatalogDoor.current().viewDefinition(view, true, width);
    }

    @SqlFunction(name = "pg_get_viewdef", description = "The query of a view.", volatility = Volatility.VOLATILE)
    static String view(String view) {
        return view(view, false);
    }

    @SqlFunction(name = "pg_get_viewdef", description = "The query of a view.", volatility = Volatility.VOLATILE)
    static String view(String view, boolean isPretty) {
        return CatalogDoor.current().viewDefinition(CatalogDoor.current().need("pg_class", view), isPretty, 0);
    }

    @SqlFunction(name = "pg_relation_is_updatable", description = "Which statements may change a relation's rows: 4 for"
            + " UPDATE, 8 for INSERT, 16 for DELETE.", volatility = Volatility.VOLATILE)
    static int updatability(@As(OID) long relation, boolean includesTriggers) {
        return CatalogDoor.current().updatability(relation, includesTriggers);
    }

    @SqlFunction(name = "pg_column_is_updatable", description = "Whether a column of a relation can be written.",
            volatility = Volatility.VOLATILE)
    static boolean isUpdatable(@As(OID) long relation, short column, boolean includesTriggers) {
        return CatalogDoor.current().isUpdatable(relation, column, includesTriggers);
    }

    @SqlFunction(name = "pg_relation_is_updatable", description = "Which statements may change a relation's rows: 4 for"
            + " UPDATE, 8 for INSERT, 16 for DELETE.", volatility = Volatility.VOLATILE)
    static int updatability(String relation, boolean includesTriggers) {
        return CatalogDoor.current().updatability(CatalogDoor.current().need("pg_class", relation), includesTriggers);
    }

    @SqlFunction(name = "pg_column_is_updatable", description = "Whether a column of a relation can be written.",
            volatility = Volatility.VOLATILE)
    static boolean isUpdatable(String relation, short column, boolean includesTriggers) {
        return isUpdatable(CatalogDoor.current().need("pg_class", relation), column, includesTriggers);
    }

    @SqlFunction(name = "pg_get_constraintdef", description = "A constraint as in ALTER TABLE.",
            volatility = Volatility.VOLATILE)
    static String constraint(@As(OID) long constraint) {
        return CatalogDoor.current().constraintDefinition(constraint, false);
    }

    @SqlFunction(name = "pg_get_constraintdef", description = "A constraint as in ALTER TABLE.",
            volatility = Volatility.VOLATILE)
    static String constraint(@As(OID) long constraint, boolean isPretty) {
        return CatalogDoor.current().constraintDefinition(constraint, isPretty);
    }

    @SqlFunction(name = "pg_get_triggerdef", description = "A trigger as in CREATE TRIGGER.",
            volatility = Volatility.VOLATILE)
    static String trigger(@As(OID) long trigger) {
        return CatalogDoor.current().triggerDefinition(trigger, false);
    }

    @SqlFunction(name = "pg_get_triggerdef", description = "A trigger as in CREATE TRIGGER.",
            volatility = Volatility.VOLATILE)
    static String trigger(@As(OID) long trigger, boolean isPretty) {
        return CatalogDoor.current().triggerDefinition(trigger, isPretty);
    }

    @SqlFunction(name = "pg_get_function_result", description = "The type a function returns.",
            volatility = Volatility.VOLATILE)
    static String functionResult(@As(OID) long function) {
        return CatalogDoor.current().functionResult(function);
    }

    @SqlFunction(name = "pg_get_function_arguments", description = "A function's parameters, as they are declared.",
            volatility = Volatility.VOLATILE)
    static String functionArguments(@As(OID) long function) {
        return CatalogDoor.current().functionArguments(function, true);
    }

    @SqlFunction(name = "pg_get_function_identity_arguments",
            description = "A function's parameters, as far as they tell it from others.",
            volatility = Volatility.VOLATILE)
    static String identityArguments(@As(OID) long function) {
        return CatalogDoor.current().functionArguments(function, false);
    }

    @SqlFunction(name = "pg_get_functiondef", description = "The statement that makes a function.",
            volatility = Volatility.VOLATILE)
    static String functionDefinition(@As(OID) long function) {
        return CatalogDoor.current().functionDefinition(function);
    }

    @SqlFunction(
            name = {
                "pg_get_function_sqlbody", "pg_get_ruledef",
                "pg_get_statisticsobjdef", "pg_get_statisticsobjdef_columns"
            },
            description = "The definition of something that nobody can create here: NULL.",
            volatility = Volatility.VOLATILE)
    static String nothing(@As(OID) long object) {
        return null;
    }

    @SqlFunction(
            name = "pg_get_ruledef",
            description = "The definition of something that nobody can create here: NULL.",
            volatility = Volatility.VOLATILE)
    static String nothing(@As(OID) long object, boolean isPretty) {
        return null;
    }

    // ---- comments ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = "obj_description", description = "The comment on an object of a catalog.",
            volatility = Volatility.VOLATILE)
    static String comment(@As(OID) long object, String catalog) {
        return switch (catalog) {
            case "pg_proc" -> {
                String own = CatalogDoor.current().functionDescription(object);
                yield own == null ? CatalogDoor.current().comment(object, 0) : own;
            }
            case "pg_class", "pg_namespace", "pg_type", "pg_extension", "pg_constraint", "pg_trigger" ->
                CatalogDoor.current().comment(object, 0);
            default -> null;
        };
    }

    @SqlFunction(name = "obj_description", description = "The comment on an object that has no number here: none.",
            volatility = Volatility.VOLATILE)
    static String comment(String object, String catalog) {
        return null;
    }

    @SqlFunction(
            name = {"obj_description"},
            description = "The comment on an object.",
            volatility = Volatility.VOLATILE)
    static String comment(@As(OID) long object) {
        return CatalogDoor.current().comment(object, 0);
    }

    @SqlFunction(name = "shobj_description", description = "The comment on a database or a role.",
            volatility = Volatility.VOLATILE)
    static String sharedComment(@As(OID) long object, String catalog) {
        return switch (catalog) {
            case "pg_database", "pg_authid" -> CatalogDoor.current().comment(object, 0);
            default -> null;
        };
    }

    @SqlFunction(name = "col_description", description = "The comment on a column.",
            volatility = Volatility.VOLATILE)
    static String columnComment(@As(OID) long relation, int column) {
        return CatalogDoor.current().comment(relation, column);
    }

    // ---- sizes ------------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = {"pg_relation_size", "pg_table_size", "pg_total_relation_size"},
            description = "Bytes of a relation on disk, about.",
            volatility = Volatility.VOLATILE)
    static Long size(@As(OID) long relation) {
        return CatalogDoor.current().sizeBytes(relation);
    }

    @SqlFunction(
            name = {"pg_relation_size", "pg_table_size", "pg_total_relation_size"},
            description = "Bytes of a relation on disk, about.",
            volatility = Volatility.VOLATILE)
    static Long size(String relation) {
        return size(CatalogDoor.current().need("pg_class", relation));
    }

    @SqlFunction(name = "pg_indexes_size", description = "Bytes of a relation's indexes: they are in the relation's.",
            volatility = Volatility.VOLATILE)
    static long indexSize(@As(OID) long relation) {
        return 0;
    }

    @SqlFunction(name = "pg_database_size", description = "Bytes of the database on disk, about.",
            volatility = Volatility.VOLATILE)
    static Long databaseSize(@As(OID) long database) {
        CatalogDoor door = CatalogDoor.current();
        return door.name("pg_database", database) == null ? null : door.databaseBytes(database);
    }

    @SqlFunction(name = "pg_database_size", description = "Bytes of the database on disk, about.",
            volatility = Volatility.VOLATILE)
    static long databaseSize(String database) {
        return CatalogDoor.current().databaseBytes(CatalogDoor.current().need("pg_database", database));
    }

    @SqlFunction(name = "pg_stat_get_numscans", description = "How often a relation was scanned: nobody counts.",
            volatility = Volatility.VOLATILE)
    static long scans(@As(OID) long relation) {
        return 0;
    }

    // ---- places -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "pg_tablespace_location", description = "The directory of a tablespace: the database's.",
            volatility = Volatility.VOLATILE)
    static String tablespace(@As(OID) long tablespace) {
        return "";
    }

    @SqlFunction(name = "pg_tablespace_size", description = "Bytes of a tablespace on disk, about.",
            volatility = Volatility.VOLATILE)
    static long tablespaceSize(@As(OID) long tablespace) {
        return CatalogDoor.current().databaseBytes(0);
    }

    @SqlFunction(name = "pg_is_other_temp_schema", description = "Whether a schema is another session's own: never.",
            volatility = Volatility.VOLATILE)
    static boolean isOthersSchema(@As(OID) long schema) {
        return false;
    }

    @SqlFunction(name = "pg_my_temp_schema", description = "The session's own schema: none.",
            volatility = Volatility.VOLATILE)
    @As(OID)
    static long ownSchema() {
        return 0;
    }

    @SqlFunction(name = "pg_relation_is_publishable", description = "Whether a relation can be replicated: none can.",
            volatility = Volatility.VOLATILE)
    static boolean isPublishable(@As(OID) long relation) {
        return false;
    }

    @SqlFunction(name = "pg_partition_ancestors array",
            description = "A partition and the tables that it is part of.", volatility = Volatility.VOLATILE)
    @ArrayOf(OID)
    @Guised(Guise.RELATION)
    static byte[] ancestors(@As(OID) long relation) {
        ColumnBuilder numbers = new ColumnBuilder(SqlType.OID.layout());
        CatalogDoor.current().partitionAncestors(relation).forEach(numbers::appendWord);
        return ArrayForm.encode(numbers.build());
    }
}
