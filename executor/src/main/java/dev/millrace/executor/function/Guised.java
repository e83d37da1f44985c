package dev.millrace.executor.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.millrace.executor.plan.Guise;

/** The result, or what it is an array of, is in a guise; its kind is that of {@link Guise}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Guised {
    Guise value();
}
