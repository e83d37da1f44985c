package dev.millrace.server.catalog;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** A type made by CREATE TYPE ... AS ENUM. Relations keep a copy of it in their columns' types, which follows it. */
public record NamedType(EnumType definition) implements OfDefinition {

    @Override
    public String kindName() {
        return "type";
    }

    @Override
    public NamedType named(String otherSchema, String otherName) {
        return new NamedType(definition.named(otherSchema, otherName));
    }

    /** Numbers of the named types among these, and of what has the fields of rows among them. */
    public static Set<Long> in(Collection<SqlType> types) {
        Set<Long> found = new LinkedHashSet<>();
        for (SqlType type : types) {
            if (type.enumType() != null) {
                found.add(type.enumType().id());
            }
            if (type.rowType() != null && type.rowType().isNamed()) {
                found.add(type.rowType().relation());
            } else if (type.rowType() != null) {
                found.addAll(in(type.rowType().types()));
            }
        }
        return found;
    }

    /** The columns with this version of the type. */
    public Schema refreshed(Schema schema) {
        return new Schema(schema.fields().stream()
                .map(field -> new Schema.Field(field.name(), field.type().with(definition), field.nullable()))
                .toList());
    }
}
