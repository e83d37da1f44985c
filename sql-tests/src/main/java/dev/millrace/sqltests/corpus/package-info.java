/**
 * The logic tests of SQLite, six million queries whose answers several engines agree on; they come as a Maven artifact
 * (net.hydromatic:sql-logic-test) that holds nothing but the scripts.
 */
package dev.millrace.sqltests.corpus;
