package dev.millrace.server.catalog;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;

/**
 * A type made by CREATE TYPE ... AS (...). Columns of it keep a copy of its attributes, which therefore stay as long as
 * there are such columns.
 *
 * @param id of what PostgreSQL has for it among its relations; the type has a number made of it
 */
public record CompositeType(long id, String schemaName, String name, List<RowType.Field> attributes)
        implements CatalogObject {

    public CompositeType {
        attributes = List.copyOf(attributes);
    }

    @JsonIgnore
    public RowType rowType() {
        return RowType.ofRelation(id, schemaName, name, attributes);
    }

    /** The attributes as columns. */
    @JsonIgnore
    public Schema columns() {
        return new Schema(attributes.stream()
                .map(attribute -> new Schema.Field(attribute.name(), attribute.type(), true))
                .toList());
    }

    @Override
    public String kindName() {
        return "type";
    }

    @Override
    public CompositeType named(String otherSchema, String otherName) {
        return new CompositeType(id, otherSchema, otherName, attributes);
    }

    public CompositeType withAttributes(List<RowType.Field> others) {
        return new CompositeType(id, schemaName, name, others);
    }

    @Override
    public Set<Long> dependencies() {
        return NamedType.in(attributes.stream().map(RowType.Field::type).toList());
    }
}
