/**
 * Long proofs over the wire: a server of our own under load, killed, starved or fed with nonsense, and what must hold
 * all the same. {@link dev.millrace.sqltests.trial.TrialMain} lists them; each is one class that says its promise
 * first. They run by their command, outside {@code mvn verify}.
 */
package dev.millrace.sqltests.trial;
