package dev.millrace.cli.sql;

/**
 * A describing command that lists objects: what it asks the catalog.
 *
 * @param noun       how the objects are called when there are none; null: an empty list is shown
 * @param select     the columns, with the headings as their names
 * @param details    more columns, with {@code +}; they begin with a comma
 * @param from       from FROM to a WHERE that more conditions can follow
 * @param own        the condition that hides the system's own objects; null: there are none, or all are shown
 * @param schema     the column of the schema's name; null: these objects are in none
 * @param visible    true where the name needs no schema; null: everywhere
 * @param order      columns to order by
 */
record Listing(String title, String noun, String select, String details, String from, String own, String schema,
        String name, String visible, String order) {
    String sql(NamePattern pattern, boolean hasDetails, boolean isSystem) {
        StringBuilder text = new StringBuilder("SELECT ").append(select).append(hasDetails ? details : "")
                .append('\n').append(from);
        if (own != null && !isSystem && pattern == null) {
            text.append("\n  AND ").append(own);
        }
        if (pattern != null) {
            text.append(pattern.conditions(schema, name, visible));
        } else if (visible != null) {
            text.append("\n  AND ").append(visible);
        }
        return text.append("\nORDER BY ").append(order).toString();
    }
}
