package dev.millrace.executor.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Makes a static method a SQL function: there is nothing else to do. Java's types name SQL's: {@code boolean, short,
 * int, long, float, double} the number types, {@link dev.millrace.executor.data.Numeric} numeric, {@link Text} or
 * {@code String} text, {@code byte[]} bytea, {@link dev.millrace.executor.data.Interval} interval; {@link As} names
 * another, {@link Each} the one of {@link #kinds}. A parameter of type {@code ZoneId} is the session's time zone and
 * not seen by SQL. A parameter whose class has a static {@code compile(String)} takes text and is compiled once for as
 * long as the text stays the same. A final {@code String[]} parameter is variadic.
 *
 * <p>A method that returns null returns NULL. It signals the user's faults by {@code SqlException}, best a constant
 * one. It must not keep a {@link Text} it was given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface SqlFunction {
    /** Lower-case name or operator symbol, and its synonyms. */
    String[] name();

    String description();

    /** An expression with its result, for the reference: {@code "abs(-3) = 3"}. */
    String example() default "";

    /** When given, there is one overload for each, which {@link Each} stands for. */
    Kind[] kinds() default {};

    /** As {@link #kinds}, for all of a family. */
    KindSet of() default KindSet.NONE;

    Volatility volatility() default Volatility.IMMUTABLE;

    /** Otherwise the method is also called when an argument is NULL, and receives null. */
    boolean strict() default true;
}
