package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Settings;

/** SHOW name, SHOW ALL. */
final class ShowSettingHandler implements Handler<Statement.ShowSetting> {

    @Override
    public Outcome handle(Statement.ShowSetting show, Execution run) {
        Settings settings = run.session().settings();
        if (!show.name().equals("all")) {
            return Rows.ofText(
                    ResultColumns.text(ResultColumns.settingColumn(show.name())),
                    List.of(List.of(settings.display(show.name()))),
                    "SHOW");
        }
        List<List<String>> rows = new ArrayList<>();
        settings.all().keySet().forEach(name ->
                rows.add(List.of(Settings.spelling(name), settings.display(name), "")));
        return Rows.ofText(ResultColumns.SHOW_ALL, rows, "SHOW");
    }
}
