package dev.millrace.executor.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.millrace.executor.plan.SqlType.Kind;

/**
 * The SQL type of a parameter or (at the method) of the result, where the Java type, which holds the physical form,
 * does not say.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
@interface As {
    Kind value();
}
