package dev.millrace.server.pgcatalog;

import javax.net.ssl.SSLSession;

import dev.millrace.server.session.Session;

/** {@code pg_catalog.pg_stat_ssl}: which sessions are encrypted, and how. */
final class PgStatSsl implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (Session session : source.sessions()) {
            SSLSession tls = session.connection().encryption();
            out.set("pid", session.processId());
            boolean isShown = PgStatActivity.isShown(session, source);
            if (isShown) {
                out.set("ssl", tls != null);
            }
            if (tls != null && isShown) {
                out.set("version", tls.getProtocol())
                        .set("cipher", tls.getCipherSuite())
                        .set("bits", tls.getCipherSuite().contains("128") ? 128 : 256);
            }
            out.end();
        }
    }
}
