/**
 * What an {@code .slt} file says: {@link dev.millrace.sqltests.script.SltParser} turns its text into a
 * {@link dev.millrace.sqltests.script.Script}, a list of {@link dev.millrace.sqltests.script.Entry entries}. The form
 * is sqllogictest's, with four words of ours: {@code step}, {@code changes}, {@code restart}, {@code clock}.
 */
package dev.millrace.sqltests.script;
