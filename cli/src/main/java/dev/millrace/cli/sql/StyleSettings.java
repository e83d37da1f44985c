package dev.millrace.cli.sql;

import dev.millrace.cli.table.TableStyle;

/** {@code \pset}: the settings of output by name. */
final class StyleSettings {
    private StyleSettings() {
    }

    /** Sets one; a null value switches it over. Answers what is wrong, or null. */
    static String apply(Session session, String name, String value) {
        TableStyle style = session.style();
        TableStyle changed = switch (name) {
            case "format" -> format(style, value);
            case "expanded", "x" -> style.with(expanded(style, value));
            case "tuples_only", "t" -> style.withTuplesOnly(isOn(value, style.isTuplesOnly()));
            case "null" -> style.withNullText(value == null ? "" : value);
            case "fieldsep" -> style.withFieldSeparator(value == null ? "|" : value);
            case "footer" -> style.withFooter(isOn(value, style.hasFooter()));
            case "pager", "border", "linestyle", "title" -> style; // known to psql, without meaning here
            default -> null;
        };
        if (changed == null) {
            return name.equals("format")
                    ? "\\pset: allowed formats are aligned, csv, unaligned" : "\\pset: unknown option: " + name;
        }
        session.setStyle(changed);
        return null;
    }

    private static TableStyle format(TableStyle style, String value) {
        return switch (value == null ? "" : value) {
            case "aligned" -> style.with(TableStyle.Format.ALIGNED);
            case "unaligned" -> style.with(TableStyle.Format.UNALIGNED);
            case "csv" -> style.with(TableStyle.Format.CSV);
            default -> null;
        };
    }

    private static TableStyle.Expanded expanded(TableStyle style, String value) {
        if ("auto".equals(value)) {
            return TableStyle.Expanded.AUTO;
        }
        boolean isOn = isOn(value, style.expanded() == TableStyle.Expanded.ON);
        return isOn ? TableStyle.Expanded.ON : TableStyle.Expanded.OFF;
    }

    static boolean isOn(String value, boolean now) {
        return value == null || value.isEmpty() ? !now
                : value.equals("on") || value.equals("1") || value.equals("true") || value.equals("yes");
    }
}
