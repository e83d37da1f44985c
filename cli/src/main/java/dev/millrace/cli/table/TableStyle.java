package dev.millrace.cli.table;

/**
 * How answers are wanted: what {@code \pset}, {@code \a}, {@code \t}, {@code \x} and their command-line options set.
 * Never changed: {@code with…} gives a changed copy.
 */
public final class TableStyle implements Cloneable {
    public static final TableStyle PSQL = new TableStyle();

    /** The forms of an answer. */
    public enum Format {
        ALIGNED, ASCIIDOC, BOX, CSV, HTML, JSON, MARKDOWN, UNALIGNED, WRAPPED
    }

    /** Whether each column stands on a line of its own; AUTO: when the answer is wider than the screen. */
    public enum Expanded {
        OFF, ON, AUTO
    }

    private Format format = Format.ALIGNED;
    private Expanded expanded = Expanded.OFF;
    private boolean isTuplesOnly;
    private String fieldSeparator = "|";
    private String recordSeparator = "\n";
    private String csvSeparator = ",";
    private String nullText = "";
    private boolean hasFooter = true;
    private int border = 1;
    private Lines lines = Lines.ASCII;
    private boolean isNumericLocale;
    private String title;
    private String tableAttributes;
    private int columns;

    private TableStyle() {
    }

    /** What a copy is to be like. */
    @FunctionalInterface
    private interface Change {
        void on(TableStyle copy);
    }

    private TableStyle changed(Change change) {
        try {
            TableStyle copy = (TableStyle) clone();
            change.on(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Format format() {
        return format;
    }

    public TableStyle with(Format changed) {
        return changed(copy -> copy.format = changed);
    }

    public Expanded expanded() {
        return expanded;
    }

    public TableStyle with(Expanded changed) {
        return changed(copy -> copy.expanded = changed);
    }

    /** Neither header nor footer. */
    public boolean isTuplesOnly() {
        return isTuplesOnly;
    }

    public TableStyle withTuplesOnly(boolean changed) {
        return changed(copy -> copy.isTuplesOnly = changed);
    }

    /** Between values of the unaligned form. */
    public String fieldSeparator() {
        return fieldSeparator;
    }

    public TableStyle withFieldSeparator(String changed) {
        return changed(copy -> copy.fieldSeparator = changed);
    }

    /** Between rows of the unaligned form. */
    public String recordSeparator() {
        return recordSeparator;
    }

    public TableStyle withRecordSeparator(String changed) {
        return changed(copy -> copy.recordSeparator = changed);
    }

    public String csvSeparator() {
        return csvSeparator;
    }

    public TableStyle withCsvSeparator(String changed) {
        return changed(copy -> copy.csvSeparator = changed);
    }

    /** Stands for a null. */
    public String nullText() {
        return nullText;
    }

    public TableStyle withNullText(String changed) {
        return changed(copy -> copy.nullText = changed);
    }

    public boolean hasFooter() {
        return hasFooter;
    }

    public TableStyle withFooter(boolean changed) {
        return changed(copy -> copy.hasFooter = changed);
    }

    /** 0: none, 1: between columns, 2: around the table, 3: between rows too. */
    public int border() {
        return border;
    }

    public TableStyle withBorder(int changed) {
        return changed(copy -> copy.border = changed);
    }

    public Lines lines() {
        return lines;
    }

    public TableStyle with(Lines changed) {
        return changed(copy -> copy.lines = changed);
    }

    /** Whether digits are grouped by thousands. */
    public boolean isNumericLocale() {
        return isNumericLocale;
    }

    public TableStyle withNumericLocale(boolean changed) {
        return changed(copy -> copy.isNumericLocale = changed);
    }

    /** Stands over every table; null: nothing does. */
    public String title() {
        return title;
    }

    public TableStyle withTitle(String changed) {
        return changed(copy -> copy.title = changed);
    }

    /** Attributes of HTML's table; null: none. */
    public String tableAttributes() {
        return tableAttributes;
    }

    public TableStyle withTableAttributes(String changed) {
        return changed(copy -> copy.tableAttributes = changed);
    }

    /** The width to wrap at; 0: that of the screen. */
    public int columns() {
        return columns;
    }

    public TableStyle withColumns(int changed) {
        return changed(copy -> copy.columns = changed);
    }
}
