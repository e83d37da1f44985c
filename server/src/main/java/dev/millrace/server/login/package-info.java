/**
 * Proof of who a client is: passwords become {@link dev.millrace.server.login.Verifier}s, which are all that is kept of
 * them; {@link dev.millrace.server.login.ScramExchange} checks that a client knows one without being told it.
 */
package dev.millrace.server.login;
