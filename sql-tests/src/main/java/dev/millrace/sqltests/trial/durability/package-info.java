/**
 * Nothing acknowledged is lost and nothing is there twice, at whatever instruction the server is killed, and it is back
 * at once. {@link dev.millrace.sqltests.trial.durability.KillTrial} kills under load: each {@code Writer} keeps a
 * {@code Ledger} of what it was promised, {@code Definitions} does the same for objects, and {@code Verification}
 * holds both against the server that came back.
 */
package dev.millrace.sqltests.trial.durability;
