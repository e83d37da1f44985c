package dev.millrace.cli.sql;

import java.util.Set;

import dev.millrace.cli.sql.Commands.Call;
import dev.millrace.cli.text.SpecialVariable;

/** {@code \if} and what belongs to it: the only commands that are looked at where text does not count. */
final class ConditionCommands {
    static final Set<String> NAMES = Set.of("\\if", "\\elif", "\\else", "\\endif");

    private ConditionCommands() {
    }

    static void addTo(Commands list) {
        list.heading("Conditions");
        list.add("\\if", "EXPR", "what follows counts if this is true", call -> {
            boolean isActive = call.session().input().conditions().isActive();
            Boolean truth = isActive ? truth(call) : Boolean.FALSE;
            call.session().input().conditions().begin(Boolean.TRUE.equals(truth), call.session().splitter());
            return truth != null;
        });
        list.add("\\elif", "EXPR", "else, if this is true", call -> {
            Conditions conditions = call.session().input().conditions();
            Boolean truth = conditions.wantsCondition() ? truth(call) : Boolean.FALSE;
            String fault = conditions.branch(false, Boolean.TRUE.equals(truth), call.session().splitter());
            return fault == null ? truth != null : call.fail(fault);
        });
        list.add("\\else", "", "else", call -> {
            String fault = call.session().input().conditions().branch(true, true, call.session().splitter());
            return fault == null || call.fail(fault);
        });
        list.add("\\endif", "", "from here on all counts again", call -> {
            String fault = call.session().input().conditions().end(call.session().splitter());
            return fault == null || call.fail(fault);
        });
    }

    /** The truth of the words that follow; null, and a complaint, when they are none. */
    private static Boolean truth(Call call) {
        StringBuilder text = new StringBuilder();
        for (String word = call.word(); word != null; word = call.word()) {
            text.append(text.isEmpty() ? "" : " ").append(word);
        }
        Boolean truth = SpecialVariable.asBoolean(text.toString());
        if (truth == null) {
            call.fail("unrecognized value \"" + text + "\" for \"" + call.name() + " expression\": Boolean expected");
        }
        return truth;
    }
}
