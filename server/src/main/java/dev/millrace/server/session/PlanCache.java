package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.plan.SqlType;

/** The plans of all sessions, by the text and whatever else decides what it means. Safe for all threads. */
final class PlanCache {

    private static final int PLANS_MAX = 2_048;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Optional<Planned>> plans = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Planned>> eldest) {
            return size() > PLANS_MAX;
        }
    };

    /** @param hints types of parameters where the client gave them */
    record Key(
            String sql, List<SqlType> hints, long catalogVersion, long role, long sessionRole, List<String> searchPath,
            ZoneId zone, DateStyle dateStyle, int recursionLimit) {

        static Key of(String sql, List<SqlType> hints, Session session) {
            Settings settings = session.settings();
            return new Key(sql, hints, session.catalog().snapshot().version(), session.identity().current(),
                    session.identity().session(), session.searchPath(), settings.zone(), settings.dateStyle(),
                    settings.recursionLimit());
        }
    }

    /** Null when the text is not known; empty for a template that does not plan: its texts are planned as written. */
    Optional<Planned> find(Key key) {
        lock.lock();
        try {
            return plans.get(key);
        } finally {
            lock.unlock();
        }
    }

    void keep(Key key, Optional<Planned> planned) {
        lock.lock();
        try {
            plans.put(key, planned);
        } finally {
            lock.unlock();
        }
    }
}
