package dev.millrace.planner.bind;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.SqlCallProcedure;
import dev.millrace.sql.parser.statement.SqlCreateFunction;
import dev.millrace.sql.procedural.Block;

/** CREATE FUNCTION and CREATE PROCEDURE in PL/pgSQL, and CALL. */
final class ProceduralBinder {

    private final Binding binding;
    private final SqlCreateFunction create;

    /** @param create null for CALL */
    ProceduralBinder(Binding binding, SqlCreateFunction create) {
        this.binding = binding;
        this.create = create;
    }

    /** Its text is read, and all SQL in it. Tables and functions that it names need not be there until it is called. */
    Statement create(Routine routine, Set<Long> dependencies) {
        Procedural procedural = routine.procedural();
        if (create.options().containsKey("symbol")) {
            throw invalid("only one AS item needed for language \"plpgsql\"");
        }
        if (procedural.isTrigger() && !procedural.parameters().isEmpty()) {
            throw invalid("trigger functions cannot have declared arguments")
                    .withHint("The arguments of the trigger can be accessed through TG_NARGS and TG_ARGV instead.");
        }
        boolean isOpen = routine.types().contains(SqlType.ANY_ENUM)
                || procedural.isProcedure() && routine.types().stream().anyMatch(FunctionBinder::isPolymorphic);
        if (isOpen) {
            throw SqlException.unsupported("anyenum, or a procedure of any type, in PL/pgSQL")
                    .withHint("Make one for each type.")
                    .at(binding.at(create));
        }
        if (binding.settings.checksBodies()) {
            Block block = BlockBinder.read(routine.body(), routine.name());
            new BodyCheck(binding.syntax, routine, routine.name()).check(block);
        }
        return new RoutineChange.Create(
                StatementBinder.name(create.name()), routine, create.replace(), dependencies, null, 0);
    }

    private SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, message).at(binding.at(create));
    }

    /** CALL. */
    static Statement call(SqlCallProcedure statement, Binding binding, QueryBinder queries) {
        SqlCall call = statement.call();
        RoutineCalls routines = queries.expressions.calls.routines;
        SqlIdentifier name = call.getOperator().getNameAsId();
        if (call.getKind() != SqlKind.OTHER_FUNCTION || name == null) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "CALL needs the name of a procedure")
                    .at(binding.at(call));
        }
        Frame frame = new Frame(Scope.NONE, "CALL arguments");
        RoutineBody body;
        try {
            body = routines.resolve(call, frame);
        } catch (SqlException e) {
            throw e.sqlState().equals(SqlState.UNDEFINED_FUNCTION) ? missing(e, call, binding) : e;
        }
        if (body == null) {
            String types = call.getOperandList().stream()
                    .map(node -> queries.expressions.bind(node, frame).type().withoutModifiers().toString())
                    .collect(Collectors.joining(", "));
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION,
                            "procedure " + CallBinder.functionName(call) + "(" + types + ") does not exist")
                    .withHint("No procedure matches the given name and argument types. "
                            + "You might need to add explicit type casts.")
                    .at(binding.at(call));
        }
        Routine routine = body.routine();
        if (!routine.isProcedure()) {
            String spelled = ProceduralRoutine.spelled(routine);
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, spelled + " is not a procedure")
                    .withHint("To call a function, use SELECT.")
                    .at(binding.at(call));
        }
        if (frame.hasSubqueries()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in CALL argument")
                    .at(binding.at(call));
        }
        List<Schema.Field> outputs = routine.procedural().outputs().stream()
                .map(one -> new Schema.Field(one.name() == null ? "column1" : one.name(), one.type(), true))
                .toList();
        return new CallProcedure(
                routine.id(), body.arguments(), outputs.isEmpty() ? null : new Schema(outputs),
                binding.parameters.decided());
    }

    private static SqlException missing(SqlException fault, SqlNode call, Binding binding) {
        return new SqlException(fault.sqlState(), fault.getMessage().replaceFirst("^function", "procedure"))
                .withHint("No procedure matches the given name and argument types. "
                        + "You might need to add explicit type casts.")
                .at(binding.at(call));
    }
}
