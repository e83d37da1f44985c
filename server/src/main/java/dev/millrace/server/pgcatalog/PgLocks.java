package dev.millrace.server.pgcatalog;

import dev.millrace.server.session.AdvisoryLocks;

/** {@code pg_catalog.pg_locks}: advisory locks, held and waited for. Readers and writers of tables take none. */
final class PgLocks implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        if (source.database() == null) {
            return;
        }
        for (AdvisoryLocks.Shown lock : source.database().advisoryLocks().shown()) {
            out.set("locktype", "advisory")
                    .set("database", source.catalog().database())
                    .set("classid", Integer.toUnsignedLong(lock.key().first()))
                    .set("objid", Integer.toUnsignedLong(lock.key().second()))
                    .set("objsubid", lock.key().isPair() ? 2 : 1)
                    .set("virtualtransaction", lock.processId() + "/0")
                    .set("pid", lock.processId())
                    .set("mode", lock.isShared() ? "ShareLock" : "ExclusiveLock")
                    .set("granted", lock.isGranted())
                    .set("fastpath", false)
                    .end();
        }
    }
}
