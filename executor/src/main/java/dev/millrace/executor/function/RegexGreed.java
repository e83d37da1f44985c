package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a regular expression with lazy quantifiers matches as little or as much as possible. In POSIX, as PostgreSQL
 * has it, the first quantified atom decides for the whole expression, and a choice is always greedy; to the engine each
 * quantifier decides for itself. So of an expression that is lazy as a whole all quantifiers are made lazy, and of one
 * that is greedy none is, unless its groups tell the difference.
 */
final class RegexGreed {

    private enum Preference {
        NONE,
        GREEDY,
        LAZY
    }

    /** @param end where it ends, without the mark of a lazy one */
    private record Quantifier(int end, boolean isLazy, boolean isFixed) {}

    private final String source;
    private final List<Quantifier> quantifiers = new ArrayList<>();
    private int at;
    private boolean hasGroups;

    private RegexGreed(String source) {
        this.source = source;
    }

    /** The expression with its quantifiers as the engine has to take them; null where it has no such way. */
    static String adapted(String source) {
        RegexGreed greed = new RegexGreed(source);
        Preference whole = greed.choice();
        boolean isAllLazy = whole == Preference.LAZY;
        if (greed.at < source.length()) {
            return source;
        }
        boolean isUniform =
                greed.quantifiers.stream().allMatch(one -> one.isFixed() || one.isLazy() == isAllLazy);
        if (greed.hasGroups && !isUniform) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (Quantifier quantifier : greed.quantifiers) {
            out.append(source, copied, quantifier.end());
            boolean isLazy = isAllLazy && !quantifier.isFixed();
            out.append(isLazy ? "?" : "");
            copied = quantifier.end() + (quantifier.isLazy() ? 1 : 0);
        }
        return out.append(source.substring(copied)).toString();
    }

    private boolean isAt(char c) {
        return at < source.length() && source.charAt(at) == c;
    }

    private Preference choice() {
        Preference preference = branch();
        boolean isChoice = false;
        while (isAt('|')) {
            at++;
            branch();
            isChoice = true;
        }
        return isChoice ? Preference.GREEDY : preference;
    }

    private Preference branch() {
        Preference first = Preference.NONE;
        while (at < source.length() && !isAt('|') && !isAt(')')) {
            Preference preference = quantified(atom());
            first = first == Preference.NONE ? preference : first;
        }
        return first;
    }

    private Preference atom() {
        char c = source.charAt(at++);
        if (c == '\\') {
            at = Math.min(source.length(), at + 1);
        } else if (c == '[') {
            characters();
        } else if (c == '(') {
            if (isAt('?')) {
                while (at < source.length() && !isAt(':') && !isAt(')')) {
                    at++;
                }
                at += isAt(':') ? 1 : 0;
            } else {
                hasGroups = true;
            }
            Preference inner = choice();
            at += isAt(')') ? 1 : 0;
            return inner;
        }
        return Preference.NONE;
    }

    /** Past a class of characters, which may begin with a bracket and hold classes with names. */
    private void characters() {
        at += isAt('^') ? 1 : 0;
        at += isAt(']') ? 1 : 0;
        while (at < source.length() && !isAt(']')) {
            int named = source.startsWith("[:", at) ? source.indexOf(":]", at) : -1;
            at = named > 0 ? named + 2 : at + (isAt('\\') ? 2 : 1);
        }
        at = Math.min(source.length(), at + 1);
    }

    private Preference quantified(Preference atom) {
        Preference preference = atom;
        while (at < source.length()) {
            boolean isFixed = false;
            int close = isAt('{') ? source.indexOf('}', at) : -1;
            if (close > 0) {
                isFixed = source.indexOf(',', at) < 0 || source.indexOf(',', at) > close;
                at = close + 1;
            } else if (isAt('*') || isAt('+') || isAt('?')) {
                at++;
            } else {
                return preference;
            }
            boolean isLazy = isAt('?');
            quantifiers.add(new Quantifier(at, isLazy, isFixed));
            at += isLazy ? 1 : 0;
            preference = isFixed ? atom : isLazy ? Preference.LAZY : Preference.GREEDY;
        }
        return preference;
    }
}
