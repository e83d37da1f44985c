package dev.millrace.server.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;

/**
 * A type made by CREATE TYPE ... AS (...). Columns of it keep a copy of its attributes, which therefore stay as long as
 * there are such columns.
 *
 * @param id of what PostgreSQL has for it among its relations; the type has a number made of it
 * @param domains of those attributes that are of one, by their names
 */
public record CompositeType(
        long id, String schemaName, String name, List<RowType.Field> attributes, Map<String, Long> domains)
        implements CatalogObject {

    public CompositeType {
        attributes = List.copyOf(attributes);
        domains = domains == null ? Map.of() : Map.copyOf(domains);
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
        return new CompositeType(id, otherSchema, otherName, attributes, domains);
    }

    public CompositeType withAttributes(List<RowType.Field> others, Map<String, Long> otherDomains) {
        return new CompositeType(id, schemaName, name, others, otherDomains);
    }

    @Override
    public Set<Long> dependencies() {
        Set<Long> types = new HashSet<>(NamedType.in(attributes.stream().map(RowType.Field::type).toList()));
        types.addAll(domains.values());
        return types;
    }
}
