/**
 * Runs procedures in PL/pgSQL: DO blocks, functions, procedures, and what triggers call. {@code Procedures} is the
 * door, one for each session; an {@code Activation} is one call; an {@code Interpreter} walks over the tree of its
 * text, by itself and by {@code Loops}, {@code Queries} and {@code Raising}. Expressions and statements of SQL are
 * planned as any others, with the procedure's variables as their parameters ({@code Statements}), and run in the
 * transaction of the statement that called the procedure.
 */
package dev.millrace.server.procedure;
