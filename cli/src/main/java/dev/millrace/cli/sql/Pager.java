package dev.millrace.cli.sql;

/** Shows what is longer than the screen in the user's pager, as psql does: PSQL_PAGER, PAGER, or less. */
final class Pager {
    /** When it is used. */
    enum Use {
        OFF, LONG, ALWAYS
    }

    private final Session session;
    private Use use = Use.LONG;
    private int linesMin;

    Pager(Session session) {
        this.session = session;
    }

    Use use() {
        return use;
    }

    void setUse(Use changed) {
        use = changed;
    }

    int linesMin() {
        return linesMin;
    }

    void setLinesMin(int changed) {
        linesMin = changed;
    }

    void print(String text) {
        Output output = session.output();
        boolean isUsable = session.isInteractive() && output.isScreen() && use != Use.OFF;
        if (isUsable && (use == Use.ALWAYS || isLong(text)) && output.page(command(), text)) {
            return;
        }
        output.print(text);
    }

    private boolean isLong(String text) {
        long lines = text.lines().count();
        int columns = session.output().columns();
        boolean isWide = text.lines().anyMatch(line -> line.length() > columns);
        return lines >= Math.max(session.output().screenRows(), linesMin) || isWide && linesMin == 0 && lines > 4;
    }

    private static String command() {
        for (String name : new String[] {"PSQL_PAGER", "PAGER"}) {
            String pager = System.getenv(name);
            if (pager != null && !pager.isBlank()) {
                return pager;
            }
        }
        return "less -SRX";
    }
}
