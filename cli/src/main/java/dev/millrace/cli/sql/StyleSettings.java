package dev.millrace.cli.sql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.cli.table.Lines;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.text.SpecialVariable;

/** {@code \pset}: the settings of output by name, and what is said when one was set. */
final class StyleSettings {
    /** A style with a setting changed, or (style null) what is wrong with it. */
    record Change(TableStyle style, String fault) {
    }

    static final List<String> NAMES = List.of("border", "columns", "csv_fieldsep", "expanded", "fieldsep",
            "fieldsep_zero", "footer", "format", "linestyle", "null", "numericlocale", "pager", "pager_min_lines",
            "recordsep", "recordsep_zero", "tableattr", "title", "tuples_only");

    private StyleSettings() {
    }

    /** Sets one for the session; a null value switches it over. Answers what is wrong, or null. */
    static String apply(Session session, String name, String value) {
        Change change = change(session, session.style(), name, value);
        if (change.fault() == null) {
            session.setStyle(change.style());
        }
        return change.fault();
    }

    static Change change(Session session, TableStyle style, String name, String value) {
        return switch (name) {
            case "format" -> format(style, value);
            case "expanded", "x", "vertical" -> expanded(style, value);
            case "tuples_only", "t" -> truth(name, value, style.isTuplesOnly(), style::withTuplesOnly);
            case "footer" -> truth(name, value, style.hasFooter(), style::withFooter);
            case "numericlocale" -> truth(name, value, style.isNumericLocale(), style::withNumericLocale);
            case "null" -> good(style.withNullText(value == null ? style.nullText() : value));
            case "fieldsep" -> good(style.withFieldSeparator(value == null ? style.fieldSeparator() : value));
            case "fieldsep_zero" -> good(style.withFieldSeparator("\0"));
            case "recordsep" -> good(style.withRecordSeparator(value == null ? style.recordSeparator() : value));
            case "recordsep_zero" -> good(style.withRecordSeparator("\0"));
            case "csv_fieldsep" -> csvSeparator(style, value);
            case "title", "C" -> good(style.withTitle(value));
            case "tableattr", "T" -> good(style.withTableAttributes(value));
            case "linestyle" -> linestyle(style, value);
            case "border" -> number(value, style.border(), style::withBorder);
            case "columns" -> number(value, style.columns(), style::withColumns);
            case "pager" -> pager(session, style, value);
            case "pager_min_lines" -> number(value, session.pager().linesMin(), lines -> {
                session.pager().setLinesMin(lines);
                return style;
            });
            case "unicode_border_linestyle", "unicode_column_linestyle", "unicode_header_linestyle" ->
                value == null || value.equals("single") ? good(style)
                        : bad("\\pset: allowed Unicode " + name.split("_")[1] + " line styles are single");
            default -> bad("\\pset: unknown option: " + name);
        };
    }

    private static Change good(TableStyle style) {
        return new Change(style, null);
    }

    private static Change bad(String fault) {
        return new Change(null, fault);
    }

    private static Change format(TableStyle style, String value) {
        if (value == null) {
            return good(style);
        }
        List<TableStyle.Format> fitting = Arrays.stream(TableStyle.Format.values())
                .filter(f -> f.name().toLowerCase(Locale.ROOT).startsWith(value.toLowerCase(Locale.ROOT))).toList();
        if (value.isEmpty() || fitting.isEmpty()) {
            return bad("\\pset: allowed formats are aligned, asciidoc, box, csv, html, json, markdown, unaligned, "
                    + "wrapped");
        }
        return fitting.size() == 1 ? good(style.with(fitting.getFirst()))
                : bad("\\pset: ambiguous abbreviation \"" + value + "\" matches both \"" + lower(fitting.get(0))
                        + "\" and \"" + lower(fitting.get(1)) + "\"");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Change expanded(TableStyle style, String value) {
        if ("auto".equals(value)) {
            return good(style.with(TableStyle.Expanded.AUTO));
        }
        Boolean on = truth(value, style.expanded() != TableStyle.Expanded.OFF);
        return on == null
                ? bad("unrecognized value \"" + value + "\" for \"expanded\"\nAvailable values are: on, off, auto.")
                : good(style.with(on ? TableStyle.Expanded.ON : TableStyle.Expanded.OFF));
    }

    private static Change csvSeparator(TableStyle style, String value) {
        if (value == null) {
            return good(style);
        }
        if (value.length() != 1) {
            return bad("\\pset: csv_fieldsep must be a single one-byte character");
        }
        return "\"\n\r".contains(value)
                ? bad("\\pset: csv_fieldsep cannot be a double quote, a newline, or a carriage return")
                : good(style.withCsvSeparator(value));
    }

    private static Change linestyle(TableStyle style, String value) {
        Lines lines = value == null ? style.lines() : Lines.named(value.toLowerCase(Locale.ROOT));
        return lines == null ? bad("\\pset: allowed line styles are ascii, old-ascii, unicode")
                : good(style.with(lines));
    }

    private static Change pager(Session session, TableStyle style, String value) {
        if ("always".equals(value)) {
            session.pager().setUse(Pager.Use.ALWAYS);
            return good(style);
        }
        Boolean on = truth(value, session.pager().use() != Pager.Use.OFF);
        if (on == null) {
            return bad("unrecognized value \"" + value + "\" for \"pager\"\nAvailable values are: on, off, always.");
        }
        session.pager().setUse(on ? Pager.Use.LONG : Pager.Use.OFF);
        return good(style);
    }

    /** Sets what is a truth. */
    @FunctionalInterface
    private interface TruthSetter {
        TableStyle with(boolean value);
    }

    private static Change truth(String name, String value, boolean now, TruthSetter setter) {
        Boolean on = truth(value, now);
        return on == null ? bad("unrecognized value \"" + value + "\" for \"" + name + "\": Boolean expected")
                : good(setter.with(on));
    }

    /** Sets what is a number. */
    @FunctionalInterface
    private interface NumberSetter {
        TableStyle with(int value);
    }

    private static Change number(String value, int now, NumberSetter setter) {
        try {
            return good(setter.with(value == null ? now : Integer.parseInt(value)));
        } catch (NumberFormatException e) {
            return good(setter.with(0)); // as psql has it
        }
    }

    /** A truth; the other one than now for no text at all; null for a text that is none. */
    static Boolean truth(String value, boolean now) {
        return value == null || value.isEmpty() ? Boolean.valueOf(!now) : SpecialVariable.asBoolean(value);
    }

    /** What is said about a setting after it was set. */
    static String told(Session session, String name) {
        TableStyle style = session.style();
        return switch (name) {
            case "format" -> "Output format is " + lower(style.format()) + ".";
            case "expanded", "x", "vertical" -> switch (style.expanded()) {
                case ON -> "Expanded display is on.";
                case OFF -> "Expanded display is off.";
                case AUTO -> "Expanded display is used automatically.";
            };
            case "tuples_only", "t" -> "Tuples only is " + onOff(style.isTuplesOnly()) + ".";
            case "footer" -> "Default footer is " + onOff(style.hasFooter()) + ".";
            case "numericlocale" -> "Locale-adjusted numeric output is " + onOff(style.isNumericLocale()) + ".";
            case "null" -> "Null display is \"" + style.nullText() + "\".";
            case "fieldsep", "fieldsep_zero" -> style.fieldSeparator().equals("\0")
                    ? "Field separator is zero byte." : "Field separator is \"" + style.fieldSeparator() + "\".";
            case "recordsep", "recordsep_zero" -> "Record separator is "
                    + (style.recordSeparator().equals("\0") ? "zero byte." : style.recordSeparator().equals("\n")
                            ? "<newline>." : "\"" + style.recordSeparator() + "\".");
            case "csv_fieldsep" -> "Field separator for CSV is \"" + style.csvSeparator() + "\".";
            case "title", "C" -> style.title() == null ? "Title is unset." : "Title is \"" + style.title() + "\".";
            case "tableattr", "T" -> style.tableAttributes() == null ? "Table attributes unset."
                    : "Table attributes are \"" + style.tableAttributes() + "\".";
            case "linestyle" -> "Line style is " + style.lines().name() + ".";
            case "border" -> "Border style is " + style.border() + ".";
            case "columns" -> style.columns() == 0 ? "Target width is unset."
                    : "Target width is " + style.columns() + ".";
            case "pager" -> switch (session.pager().use()) {
                case OFF -> "Pager usage is off.";
                case LONG -> "Pager is used for long output.";
                case ALWAYS -> "Pager is always used.";
            };
            case "pager_min_lines" -> "Pager won't be used for less than " + session.pager().linesMin() + " line"
                    + (session.pager().linesMin() == 1 ? "." : "s.");
            default -> "Unicode border line style is \"single\".".replace("border", name.split("_")[1]);
        };
    }

    /** All settings and their values, for {@code \pset} alone. */
    static Map<String, String> all(Session session) {
        TableStyle style = session.style();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("border", String.valueOf(style.border()));
        all.put("columns", String.valueOf(style.columns()));
        all.put("csv_fieldsep", "'" + style.csvSeparator() + "'");
        all.put("expanded", lower(style.expanded()));
        all.put("fieldsep", style.fieldSeparator().equals("\0") ? "''" : "'" + style.fieldSeparator() + "'");
        all.put("fieldsep_zero", onOff(style.fieldSeparator().equals("\0")));
        all.put("footer", onOff(style.hasFooter()));
        all.put("format", lower(style.format()));
        all.put("linestyle", style.lines().name());
        all.put("null", "'" + style.nullText() + "'");
        all.put("numericlocale", onOff(style.isNumericLocale()));
        all.put("pager", String.valueOf(switch (session.pager().use()) {
            case OFF -> 0;
            case LONG -> 1;
            case ALWAYS -> 2;
        }));
        all.put("pager_min_lines", String.valueOf(session.pager().linesMin()));
        all.put("recordsep", "'" + style.recordSeparator().replace("\n", "\\n").replace("\0", "") + "'");
        all.put("recordsep_zero", onOff(style.recordSeparator().equals("\0")));
        all.put("tableattr", style.tableAttributes() == null ? "" : "'" + style.tableAttributes() + "'");
        all.put("title", style.title() == null ? "" : "'" + style.title() + "'");
        all.put("tuples_only", onOff(style.isTuplesOnly()));
        List.of("border", "column", "header").forEach(what -> all.put("unicode_" + what + "_linestyle", "single"));
        return all;
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
