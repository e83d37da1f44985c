package dev.millrace.cli.sql;

/** What follows changes as they happen. */
final class LiveCommands {
    private LiveCommands() {
    }

    static void addTo(Commands list) {
        list.heading("Live");
        list.add("\\live", "[VIEW|QUERY]", "show it, redrawn in place when it changes; WATCH is the same", call -> {
            String rest = call.arguments().withVariables(call.arguments().rest());
            String sql = rest.isEmpty() ? call.takeQuery() : LiveView.queryOf(rest);
            return new LiveView(call.session(), LiveView.Status.NONE).run(sql);
        });
        list.add("\\top", "", "what every view does: changes a second, lag, state",
                call -> new TopView(call.session()).run());
    }
}
