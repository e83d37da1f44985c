package dev.millrace.executor.data;

import java.util.ServiceLoader;

/** How paths of JSON are spelled: what knows their language, which is built upon this package, provides it. */
public interface PathSpelling {

    /** @throws dev.millrace.executor.plan.SqlException 42601 when the text is no path */
    String canonical(String text);

    static PathSpelling known() {
        return Known.SPELLING;
    }

    /** Found when first needed. */
    final class Known {
        private static final PathSpelling SPELLING =
                ServiceLoader.load(PathSpelling.class, PathSpelling.class.getClassLoader()).findFirst().orElseThrow();

        private Known() {}
    }
}
