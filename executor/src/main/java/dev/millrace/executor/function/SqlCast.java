package dev.millrace.executor.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Makes a static method the conversion between each pair of kinds. Its first parameter is the value; {@link Conversion}
 * and {@code ZoneId} may follow.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface SqlCast {
    Kind[] from();

    Kind[] to();
}
