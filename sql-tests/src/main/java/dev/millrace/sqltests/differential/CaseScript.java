package dev.millrace.sqltests.differential;

import java.util.List;

/** A case with a finding as a script to repeat it with, what PostgreSQL answered as what is expected. */
final class CaseScript {
    private CaseScript() {
    }

    static String of(Case shown, Finding finding) {
        StringBuilder script = new StringBuilder();
        script.append("# ").append(finding.what()).append(": ").append(finding.actual().inWords()).append('\n');
        shown.creations().forEach(sql -> statement(script, sql.text()));
        boolean isAboutView = finding.what().startsWith("view");
        if (isAboutView) {
            statement(script, "CREATE MATERIALIZED VIEW v AS " + finding.statement());
        }
        for (List<Sketch> batch : shown.batches()) {
            batch.forEach(sql -> statement(script, sql.text()));
        }
        Answer expected = finding.expected();
        if (finding.question() >= 0 && !expected.isError()) {
            script.append("\nquery ").append("T".repeat(expected.types().size())).append(" rowsort\n")
                    .append(isAboutView ? "SELECT * FROM v" : finding.statement()).append("\n----\n");
            expected.rows().forEach(row -> script.append(String.join("  ", row)).append('\n'));
            script.append("# but was\n");
            finding.actual().rows().forEach(row -> script.append("#   ").append(String.join("  ", row)).append('\n'));
        } else if (finding.question() >= 0) {
            script.append("\nstatement error ").append(expected.state()).append('\n').append(finding.statement())
                    .append('\n');
        } else {
            script.append("# PostgreSQL: ").append(expected.inWords()).append("\n# Millrace: ")
                    .append(finding.actual().inWords()).append('\n').append(finding.statement()).append('\n');
        }
        return script.toString();
    }

    private static void statement(StringBuilder script, String sql) {
        script.append("\nstatement ok\n").append(sql).append('\n');
    }
}
