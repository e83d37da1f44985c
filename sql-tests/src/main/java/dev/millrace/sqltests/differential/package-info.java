/**
 * Millrace beside PostgreSQL, on SQL that chance has made. CaseWriter writes a case (tables, questions, batches of
 * changes) out of sketches, texts that know how they could be simpler; Contest puts it to both servers, each question
 * ad hoc and as a view that was there before the changes; what they differ in, Shrinker makes small. TpchContest does
 * the same with the questions of TPC-H.
 */
package dev.millrace.sqltests.differential;
