package dev.millrace.executor.function;

import dev.millrace.executor.data.PathSpelling;
import dev.millrace.executor.jsonpath.JsonPath;

/** Paths in the spelling of PostgreSQL's output. */
public final class CanonicalPaths implements PathSpelling {

    @Override
    public String canonical(String text) {
        return JsonPath.parse(text, JsonPathLibrary.INSTANCE).text();
    }
}
