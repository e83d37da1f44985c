package dev.millrace.executor.function;

import com.google.re2j.Matcher;

import dev.millrace.executor.regex.Search;

/** The matches of a regular expression in one text, one after the other. Places are indexes into the text. */
interface RegexMatches {

    boolean find();

    /** The first one from a place on. */
    boolean find(int from);

    int groupCount();

    /** Of group 0 where the match begins; -1 for a group that has no part in it. */
    int start(int group);

    int end(int group);

    String group(int group);

    default int start() {
        return start(0);
    }

    default int end() {
        return end(0);
    }

    static RegexMatches of(Matcher matcher) {
        return new RegexMatches() {
            @Override
            public boolean find() {
                return matcher.find();
            }

            @Override
            public boolean find(int from) {
                return matcher.find(from);
            }

            @Override
            public int groupCount() {
                return matcher.groupCount();
            }

            @Override
            public int start(int group) {
                return matcher.start(group);
            }

            @Override
            public int end(int group) {
                return matcher.end(group);
            }

            @Override
            public String group(int group) {
                return matcher.group(group);
            }
        };
    }

    static RegexMatches of(Search search) {
        return new RegexMatches() {
            @Override
            public boolean find() {
                return search.find();
            }

            @Override
            public boolean find(int from) {
                return search.find(from);
            }

            @Override
            public int groupCount() {
                return search.groupCount();
            }

            @Override
            public int start(int group) {
                return search.start(group);
            }

            @Override
            public int end(int group) {
                return search.end(group);
            }

            @Override
            public String group(int group) {
                return search.group(group);
            }
        };
    }
}
