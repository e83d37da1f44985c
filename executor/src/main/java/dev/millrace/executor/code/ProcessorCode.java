package dev.millrace.executor.code;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

import dev.millrace.api.Processor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** A class of somebody's that is a {@link Processor}. */
public final class ProcessorCode {

    private final Constructor<? extends Processor> constructor;

    private ProcessorCode(Constructor<? extends Processor> constructor) {
        this.constructor = constructor;
    }

    /**
     * @param jar digest of the file that has the class
     * @throws SqlException 42883 when there is no such class, 42P13 when it is no processor
     */
    public static ProcessorCode of(String jar, String className) {
        Class<?> type;
        try {
            type = CodeStore.load(jar, className);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SqlException(SqlState.UNDEFINED_FUNCTION, "class " + className + " cannot be loaded")
                    .withDetail(e.toString());
        }
        try {
            if (Processor.class.isAssignableFrom(type) && Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())) {
                return new ProcessorCode(type.asSubclass(Processor.class).getConstructor());
            }
        } catch (NoSuchMethodException e) {
            // As if it were none.
        }
        throw new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, "class " + className + " is no processor")
                .withHint("It must be public, implement " + Processor.class.getName()
                        + " and have a public constructor without parameters.");
    }

    Processor create() {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new SqlException(SqlState.EXTERNAL_ROUTINE_EXCEPTION, name() + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SqlException(SqlState.EXTERNAL_ROUTINE_EXCEPTION, name() + ": " + e);
        }
    }

    String name() {
        return constructor.getDeclaringClass().getName();
    }
}
