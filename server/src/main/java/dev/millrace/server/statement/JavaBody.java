package dev.millrace.server.statement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import dev.millrace.executor.code.CodeStore;
import dev.millrace.executor.code.JavaMethod;
import dev.millrace.executor.code.ProcessorCode;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaCall.Form;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ProcessorBody;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.server.session.Execution;

/** The body of a function in Java: what names the method, whose jar is copied into the data directory first. */
final class JavaBody {

    /** Names a jar that is there already, as {@code pg_get_functiondef} does. */
    private static final String KEPT = "sha256:";

    private JavaBody() {}

    /**
     * @param routine its body is the jar's path
     * @param create says the class and the method
     * @throws SqlException when there is no such jar, or no such method in it
     */
    static String of(Routine routine, RoutineChange.Create create, Execution run) {
        String method = create.method();
        if (!run.session().authority().isSuperuser()) {
            // As in PostgreSQL for untrusted languages: the code may do whatever the server may.
            throw new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for language java")
                    .withHint("Only superusers can use untrusted languages.");
        }
        if (create.tables() > 0) {
            return processor(routine, method, create.tables());
        }
        int dot = method.lastIndexOf('.');
        if (dot <= 0 || !method.matches("[\\w.$]+")) {
            throw new SqlException(
                    SqlState.INVALID_FUNCTION_DEFINITION, "\"" + method + "\" is not a class and a method")
                    .withHint("Write AS 'file.jar', 'com.example.Text.shout'.");
        }
        List<SqlType> columns = routine.row() == null
                ? List.of(routine.result())
                : routine.row().fields().stream().map(Schema.Field::type).toList();
        JavaCall call = new JavaCall(
                copied(routine.body()), method.substring(0, dot), method.substring(dot + 1),
                columns.stream().map(JavaCall::handed).toList(), form(routine), routine.isStrict(),
                routine.volatility());
        JavaMethod.of(call, routine.types().stream().map(JavaCall::handed).toList());
        return call.text();
    }

    private static String processor(Routine routine, String className, int tables) {
        if (!className.matches("[\\w.$]+") || tables > 2) {
            throw new SqlException(
                    SqlState.INVALID_FUNCTION_DEFINITION,
                    tables > 2 ? "a processor takes rows, and rows of initial state"
                            : "\"" + className + "\" is not a class")
                    .withHint("Write AS 'file.jar', 'com.example.Alerts'.");
        }
        ProcessorBody body = new ProcessorBody(copied(routine.body()), className, tables);
        ProcessorCode.of(body.jar(), className);
        return body.text();
    }

    private static Form form(Routine routine) {
        if (routine.returnsRows()) {
            return routine.isSet() ? Form.ROWS : Form.ROW;
        }
        boolean isArray = routine.result().kind() == SqlType.Kind.ARRAY;
        return !routine.isSet() ? Form.VALUE : isArray ? Form.ROWS : Form.LIST;
    }

    /** The digest of the jar, which is in the data directory then. */
    private static String copied(String jar) {
        if (jar.startsWith(KEPT) && CodeStore.has(jar.substring(KEPT.length()))) {
            return jar.substring(KEPT.length());
        }
        try {
            Path path = Path.of(jar);
            if (Files.isRegularFile(path)) {
                return CodeStore.add(path);
            }
        } catch (InvalidPathException | IOException e) {
            throw new SqlException(SqlState.IO_ERROR, "could not copy file \"" + jar + "\": " + e.getMessage());
        }
        throw new SqlException(
                SqlState.UNDEFINED_FILE, "could not access file \"" + jar + "\": No such file or directory");
    }
}
