package dev.millrace.cli.sql;

import java.util.List;

import dev.millrace.cli.sql.Commands.Call;
import dev.millrace.cli.table.TableStyle;

/** How answers look. */
final class StyleCommands {
    private StyleCommands() {
    }

    static void addTo(Commands list) {
        list.heading("How answers look");
        list.add("\\pset", "[NAME [VALUE]]", "set one of " + String.join(", ", StyleSettings.NAMES.subList(0, 4))
                + ", ..., or list all", StyleCommands::set);
        list.add("\\a", "", "aligned or unaligned", call -> {
            boolean isAligned = call.session().style().format() == TableStyle.Format.ALIGNED;
            return set(call, "format", isAligned ? "unaligned" : "aligned");
        });
        list.add("\\t", "[on|off]", "rows only", call -> set(call, "tuples_only", call.word()));
        list.add("\\x", "[on|off|auto]", "one line a column", call -> set(call, "expanded", call.word()));
        list.add("\\f", "[TEXT]", "the separator of unaligned output", call -> set(call, "fieldsep", call.word()));
        list.add("\\C", "[TEXT]", "a title over all tables", call -> set(call, "title", call.word()));
        list.add("\\H", "", "HTML, or aligned again", call -> set(call, "format",
                call.session().style().format() == TableStyle.Format.HTML ? "aligned" : "html"));
        list.add("\\T", "[TEXT]", "attributes of HTML's tables", call -> set(call, "tableattr", call.word()));
        list.add(List.of("\\mode"), "[FORMAT]", "the format by one word: box, json, markdown, csv, ...",
                call -> set(call, "format", call.word()));
    }

    private static boolean set(Call call) {
        String name = call.word();
        if (name == null) {
            StyleSettings.all(call.session())
                    .forEach((n, value) -> call.session().output().println(String.format("%-24s %s", n, value)));
            return true;
        }
        return set(call, name, call.word());
    }

    private static boolean set(Call call, String name, String value) {
        String fault = StyleSettings.apply(call.session(), name, value);
        if (fault != null) {
            return call.fail(fault);
        }
        call.session().tell(StyleSettings.told(call.session(), name));
        return true;
    }
}
