package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.Map;

/** Which system relations have rows. */
final class Contents {

    private Contents() {}

    static Map<String, SystemRows> all() {
        Map<String, SystemRows> all = new HashMap<>();
        all.put("pg_catalog.pg_class", new PgClass());
        all.put("pg_catalog.pg_namespace", new PgNamespace());
        all.put("pg_catalog.pg_attribute", new PgAttribute());
        all.put("pg_catalog.pg_attrdef", new PgAttrdef());
        all.put("pg_catalog.pg_type", new PgType());
        all.put("pg_catalog.pg_enum", new PgEnum());
        all.put("pg_catalog.pg_index", new PgIndex());
        all.put("pg_catalog.pg_constraint", new PgConstraint());
        all.put("pg_catalog.pg_trigger", new PgTrigger());
        all.put("pg_catalog.pg_description", new PgDescription());
        all.put("pg_catalog.pg_shdescription", new PgShdescription());
        all.put("pg_catalog.pg_sequence", PgSequence::sequence);
        all.put("pg_catalog.pg_sequences", PgSequence::sequences);
        all.put("information_schema.sequences", PgSequence::information);
        all.put("pg_catalog.pg_database", new PgDatabase());
        all.put("pg_catalog.pg_roles", PgRoles::roles);
        all.put("pg_catalog.pg_authid", PgRoles::authorities);
        all.put("pg_catalog.pg_user", PgRoles::users);
        all.put("pg_catalog.pg_shadow", PgRoles::shadow);
        all.put("pg_catalog.pg_group", PgRoles::groups);
        all.put("pg_catalog.pg_auth_members", PgRoles::members);
        all.put("pg_catalog.pg_default_acl", PgRoles::defaults);
        all.put("pg_catalog.pg_db_role_setting", PgRoles::settings);
        all.put("information_schema.enabled_roles", PgRoles::enabled);
        all.put("information_schema.applicable_roles", PgRoles::applicable);
        all.put("information_schema.table_privileges", InformationPrivileges::tables);
        all.put("information_schema.role_table_grants", InformationPrivileges::roleGrants);
        all.put("information_schema.column_privileges", InformationPrivileges::columns);
        all.put("pg_catalog.pg_settings", new PgSettings());
        all.put("pg_catalog.pg_am", new PgAm());
        all.put("pg_catalog.pg_tablespace", new PgTablespace());
        all.put("pg_catalog.pg_proc", new PgProc());
        all.put("pg_catalog.pg_tables", new PgTables());
        all.put("pg_catalog.pg_views", new PgViews());
        all.put("pg_catalog.pg_matviews", new PgMatviews());
        all.put("pg_catalog.pg_indexes", PgIndexes::indexes);
        all.put("pg_catalog.pg_stat_user_indexes", PgIndexes::statistics);
        all.put("pg_catalog.pg_stat_all_indexes", PgIndexes::statistics);
        all.put("pg_catalog.pg_statio_user_indexes", PgIndexes::files);
        all.put("pg_catalog.pg_statio_all_indexes", PgIndexes::files);
        all.put("pg_catalog.pg_stat_activity", new PgStatActivity());
        all.put("pg_catalog.pg_stat_ssl", new PgStatSsl());
        all.put("pg_catalog.pg_cursors", PgSessionObjects::cursors);
        all.put("pg_catalog.pg_prepared_statements", PgSessionObjects::prepared);
        all.put("pg_catalog.pg_inherits", PgPartitions::inherits);
        all.put("pg_catalog.pg_partitioned_table", PgPartitions::partitioned);
        all.put("pg_catalog.pg_depend", PgDependencies::depend);
        all.put("pg_catalog.pg_rewrite", PgDependencies::rules);
        all.put("pg_catalog.pg_operator", new PgOperator());
        all.put("pg_catalog.pg_cast", new PgCast());
        all.put("pg_catalog.pg_opclass", PgOpclass::classes);
        all.put("pg_catalog.pg_opfamily", PgOpclass::families);
        all.put("pg_catalog.pg_amop", PgOpclass::operators);
        all.put("pg_catalog.pg_amproc", PgOpclass::functions);
        all.put("pg_catalog.pg_range", new PgRange());
        all.put("pg_catalog.pg_timezone_names", PgTimeZones::names);
        all.put("pg_catalog.pg_timezone_abbrevs", PgTimeZones::abbreviations);
        all.put("pg_catalog.pg_shdepend", new PgShared());
        all.put("pg_catalog.pg_available_extensions", PgExtension::available);
        all.put("pg_catalog.pg_available_extension_versions", PgExtension::versions);
        all.put("pg_catalog.pg_collation", new PgCollation());
        all.put("pg_catalog.pg_extension", new PgExtension());
        all.put("pg_catalog.pg_init_privs", new PgInitPrivs());
        all.put("pg_catalog.pg_language", new PgLanguage());
        all.put("pg_catalog.pg_aggregate", new PgAggregate());
        all.put("pg_catalog.pg_stat_user_tables", new PgStatTables());
        all.put("pg_catalog.pg_stat_all_tables", new PgStatTables());
        all.put("pg_catalog.pg_locks", new PgLocks());
        all.put("information_schema.schemata", new InformationSchemata());
        all.put("information_schema.tables", new InformationTables());
        all.put("information_schema.columns", new InformationColumns());
        all.put("information_schema.views", new InformationViews());
        all.put("information_schema.domains", new InformationDomains(false));
        all.put("information_schema.domain_constraints", new InformationDomains(true));
        all.put("information_schema.table_constraints", InformationConstraints::tables);
        all.put("information_schema.key_column_usage", InformationConstraints::keyColumns);
        all.put("information_schema.constraint_table_usage", InformationConstraints::usedTables);
        all.put("information_schema.check_constraints", new InformationChecks());
        all.put("information_schema.constraint_column_usage", InformationConstraints::usedColumns);
        all.put("information_schema.referential_constraints", InformationConstraints::references);
        addStatistics(all);
        addInformation(all);
        all.putAll(OwnRelations.contents());
        return all;
    }

    private static void addStatistics(Map<String, SystemRows> all) {
        all.put("pg_catalog.pg_statio_user_tables", PgStatTables::tables);
        all.put("pg_catalog.pg_statio_all_tables", PgStatTables::tables);
        all.put("pg_catalog.pg_stat_xact_user_tables", PgStatTables::tables);
        all.put("pg_catalog.pg_stat_xact_all_tables", PgStatTables::tables);
        all.put("pg_catalog.pg_statio_user_sequences", PgStatTables::sequences);
        all.put("pg_catalog.pg_statio_all_sequences", PgStatTables::sequences);
        all.put("pg_catalog.pg_stat_database", PgStatTables::database);
    }

    /** What the standard's schema tells of routines, triggers, types, and of what uses what. */
    private static void addInformation(Map<String, SystemRows> all) {
        String schema = "information_schema.";
        all.put(schema + "routines", InformationRoutines::routines);
        all.put(schema + "parameters", InformationRoutines::parameters);
        all.put(schema + "routine_privileges", InformationRoutines::privileges);
        all.put(schema + "role_routine_grants", InformationRoutines::roleGrants);
        all.put(schema + "triggers", InformationTriggers::triggers);
        all.put(schema + "triggered_update_columns", InformationTriggers::columns);
        all.put(schema + "user_defined_types", InformationTypes::defined);
        all.put(schema + "attributes", InformationTypes::attributes);
        all.put(schema + "data_type_privileges", InformationTypes::privileges);
        all.put(schema + "element_types", InformationTypes::elements);
        all.put(schema + "column_udt_usage", InformationTypes::usedInColumns);
        all.put(schema + "column_domain_usage", InformationTypes::domainsInColumns);
        all.put(schema + "domain_udt_usage", InformationTypes::usedInDomains);
        all.put(schema + "column_column_usage", InformationTypes::usedByGenerated);
        all.put(schema + "view_table_usage", InformationUsage::tables);
        all.put(schema + "view_column_usage", InformationUsage::columns);
        all.put(schema + "view_routine_usage", InformationUsage::routines);
        all.put(schema + "role_column_grants", InformationPrivileges::roleColumns);
        all.put(schema + "udt_privileges", InformationPrivileges::types);
        all.put(schema + "role_udt_grants", InformationPrivileges::roleTypes);
        all.put(schema + "usage_privileges", InformationPrivileges::usage);
        all.put(schema + "role_usage_grants", InformationPrivileges::roleUsage);
        all.put(schema + "administrable_role_authorizations", PgRoles::administrable);
        all.put(schema + "information_schema_catalog_name", InformationFacts::catalogName);
        all.put(schema + "character_sets", InformationFacts::characterSets);
        all.put(schema + "collations", InformationFacts::collations);
        all.put(schema + "collation_character_set_applicability", InformationFacts::applicability);
        all.put(schema + "sql_implementation_info", InformationFacts::implementation);
        all.put(schema + "sql_sizing", InformationFacts::sizes);
    }
}
