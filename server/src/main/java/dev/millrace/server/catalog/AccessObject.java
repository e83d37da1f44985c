package dev.millrace.server.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;

/**
 * Databases and roles, what roles may do, and what sessions begin with. They lie in no schema; their names only tell
 * them apart.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = Role.class, name = "role"),
    @JsonSubTypes.Type(value = Membership.class, name = "membership"),
    @JsonSubTypes.Type(value = Rights.class, name = "rights"),
    @JsonSubTypes.Type(value = DefaultRights.class, name = "default rights"),
    @JsonSubTypes.Type(value = KeptSettings.class, name = "kept settings"),
    @JsonSubTypes.Type(value = DatabaseObject.class, name = "database"),
})
public sealed interface AccessObject extends CatalogObject
        permits Role, Membership, Rights, DefaultRights, KeptSettings, DatabaseObject {

    /** The first number that objects of people get; smaller ones are always there. */
    long FIRST_ID = 16_384;

    @Override
    default String schemaName() {
        return "";
    }

    @Override
    default CatalogObject named(String schemaName, String name) {
        return this;
    }
}
