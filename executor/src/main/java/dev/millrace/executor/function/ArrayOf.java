package dev.millrace.executor.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Makes a {@code byte[]} parameter or (at the method) result an array in its physical form, of elements of this kind;
 * {@link Kind#ARRAY} stands for the kind that {@link Each} stands for.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
@interface ArrayOf {
    Kind value();
}
