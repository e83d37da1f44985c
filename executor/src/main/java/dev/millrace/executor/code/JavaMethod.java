package dev.millrace.executor.code;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** A public static method that SQL calls. What it throws is a failure of the row that it was called for (38000). */
public final class JavaMethod {

    private final JavaCall call;
    private final Method method;
    private final List<JavaType> parameters;
    private final JavaResult result;

    private JavaMethod(JavaCall call, Method method, List<JavaType> parameters, JavaResult result) {
        this.call = call;
        this.method = method;
        this.parameters = parameters;
        this.result = result;
    }

    /**
     * @param types of what it is called with
     * @throws SqlException 42883 when the jar has no such method, 42P13 when it cannot be called so
     */
    public static JavaMethod of(JavaCall call, List<SqlType> types) {
        List<JavaType> parameters = types.stream().map(JavaType::of).toList();
        for (Method method : type(call).getMethods()) {
            if (method.getName().equals(call.method()) && takes(method, parameters)) {
                JavaResult result = JavaResult.of(call, method);
                if (result != null) {
                    return new JavaMethod(call, method, parameters, result).checked();
                }
            }
        }
        String wanted = "public static " + JavaResult.spelled(call) + " " + call.method() + parameters.stream()
                .map(JavaType::spelled)
                .collect(Collectors.joining(", ", "(", ")"));
        throw new SqlException(
                SqlState.UNDEFINED_FUNCTION, "class " + call.className() + " has no method for this function")
                .withHint("It needs " + wanted + "; primitive types will do where nothing is NULL.");
    }

    private static Class<?> type(JavaCall call) {
        try {
            return CodeStore.load(call.jar(), call.className());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SqlException(
                    SqlState.UNDEFINED_FUNCTION, "class " + call.className() + " cannot be loaded")
                    .withDetail(e.toString());
        }
    }

    private static boolean takes(Method method, List<JavaType> parameters) {
        boolean takes = Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getDeclaringClass().getModifiers())
                && method.getParameterCount() == parameters.size();
        for (int i = 0; takes && i < parameters.size(); i++) {
            takes = parameters.get(i).fits(method.getParameterTypes()[i]);
        }
        return takes;
    }

    private JavaMethod checked() {
        for (Class<?> parameter : method.getParameterTypes()) {
            if (parameter.isPrimitive() && !call.isStrict()) {
                throw new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "a parameter of type " + parameter.getName() + " cannot be NULL")
                        .withHint("Declare the function STRICT, or the parameter with a class.");
            }
        }
        return this;
    }

    public List<JavaType> parameters() {
        return parameters;
    }

    /**
     * Calls it and appends what it returns.
     *
     * @throws SqlException 38000 for whatever the method throws, 39000 for what it should not return; nothing is
     *     appended then
     */
    public void call(Object[] arguments, ColumnBuilder out) {
        Object value;
        try {
            value = method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            // Errors, too: code that runs out of stack or of memory takes nobody else down.
            throw new SqlException(SqlState.EXTERNAL_ROUTINE_EXCEPTION, name() + ": " + e.getCause());
        } catch (IllegalAccessException e) {
            throw new SqlException(SqlState.EXTERNAL_ROUTINE_EXCEPTION, name() + " is not accessible");
        }
        result.append(value, out);
    }

    private String name() {
        return call.className() + "." + call.method();
    }
}
