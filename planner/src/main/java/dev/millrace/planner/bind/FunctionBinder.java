package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.ProcessorBody;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.expression.PostgresTypeName;
import dev.millrace.sql.parser.statement.RoutineParameter;
import dev.millrace.sql.parser.statement.RoutineParameter.Mode;
import dev.millrace.sql.parser.statement.SqlAlterFunction;
import dev.millrace.sql.parser.statement.SqlCreateFunction;
import dev.millrace.sql.parser.statement.SqlDropFunction;
import dev.millrace.sql.parser.statement.SqlOwnFunction;

/** CREATE FUNCTION and DROP FUNCTION. */
final class FunctionBinder {

    private static final String JAVA = "java";
    private static final Set<String> KNOWN_LANGUAGES = Set.of("c", "internal");

    private final Binding binding;

    FunctionBinder(Binding binding) {
        this.binding = binding;
    }

    Statement create(SqlCreateFunction create) {
        checkLanguage(create);
        checkNames(create);
        List<Routine.Parameter> inputs = inputs(create);
        List<Schema.Field> outputs = new ArrayList<>();
        for (RoutineParameter parameter : create.parameters()) {
            if (parameter.mode() != Mode.IN && parameter.mode() != Mode.VARIADIC) {
                String name = parameter.name() == null ? "column" + (outputs.size() + 1) : parameter.name();
                outputs.add(new Schema.Field(name, type(parameter.type()), true));
            }
        }
        boolean isProcedural = "plpgsql".equals(create.options().get("language"));
        String body = isProcedural ? text(create) : body(create);
        String volatility = create.options().getOrDefault("volatility", "volatile");
        Routine routine = withResult(create, inputs, outputs, new Routine(
                0, "", create.name().names.getLast(), inputs, null, null, create.isSet(), false, body,
                create.options().getOrDefault("strict", "false").equals("true"),
                Volatility.valueOf(volatility.toUpperCase(Locale.ROOT)), List.of()));
        routine = WrittenSettings.with(create.settings(), routine)
                .asDefiner("definer".equals(create.options().get("security")));
        if (isProcedural) {
            return new ProceduralBinder(binding, create).create(
                    routine.with(procedural(create)), RoutineTypes.numbers(routine));
        }
        if (StatementsBody.is(create, binding.syntax)) {
            return new StatementsBody(binding, create).create(
                    routine.with(procedural(create)), RoutineTypes.numbers(routine));
        }
        String method = create.options().get("symbol");
        int tables = Integer.parseInt(create.options().getOrDefault("tables", "0"));
        if (JAVA.equals(create.options().get("language"))) {
            checkJava(routine, method, create);
            return new RoutineChange.Create(
                    StatementBinder.name(create.name()), routine, create.replace(), RoutineTypes.numbers(routine),
                    method, tables);
        }
        if (tables > 0) {
            throw SqlException.unsupported("a table as a parameter of a function in SQL")
                    .withHint("Processors of tables are written in Java.")
                    .at(binding.at(create));
        }
        if (JavaCall.is(body) || ProcessorBody.is(body)) {
            // What the catalog says of a method is no text that anyone may write.
            binding.syntax.statement(body);
        }
        if (method != null) {
            throw invalid("only one AS item needed for language \"sql\"", create);
        }
        if (binding.settings.checksBodies()) {
            checkBody(routine, create);
        }
        // As in PostgreSQL, a text of a function needs nothing to be there but types until it is called.
        Set<Long> dependencies = create.options().containsKey("standard")
                ? binding.lastingDependencies()
                : RoutineTypes.numbers(routine);
        return new RoutineChange.Create(
                StatementBinder.name(create.name()), routine, create.replace(), dependencies, null, 0);
    }

    Statement drop(SqlDropFunction drop) {
        return new RoutineChange.Drop(
                drop.targets().stream().map(this::target).toList(), drop.kind(), drop.ifExists(), drop.cascade());
    }

    Statement own(SqlOwnFunction own) {
        return new RoutineChange.ChangeOwner(
                target(own.target()), own.kind(), AccessBinder.role(own.newOwner()));
    }

    Statement alter(SqlAlterFunction alter) {
        String volatility = alter.options().get("volatility");
        return new RoutineChange.Alter(
                target(alter.target()), alter.kind(), alter.newName(), alter.schema(), alter.isStrict(),
                volatility == null ? null : Volatility.valueOf(volatility.toUpperCase(Locale.ROOT)),
                alter.options().containsKey("security") ? alter.options().get("security").equals("definer") : null,
                WrittenSettings.of(alter.settings()));
    }

    RoutineChange.Target target(SqlDropFunction.Target target) {
        List<SqlType> types = target.parameters() == null
                ? null
                : target.parameters().stream()
                        .filter(RoutineParameter::isInput)
                        .map(parameter -> type(parameter.type()))
                        .toList();
        return new RoutineChange.Target(StatementBinder.name(target.name()), types);
    }

    // ---- what it is called with -------------------------------------------------------------------------------------

    private List<Routine.Parameter> inputs(SqlCreateFunction create) {
        List<Routine.Parameter> inputs = new ArrayList<>();
        boolean hasDefault = false;
        boolean isProcedure = create.options().containsKey("procedure");
        for (RoutineParameter parameter : create.parameters()) {
            // CALL gives something for each parameter of a procedure.
            if (!parameter.isInput() && !isProcedure) {
                continue;
            }
            if (!inputs.isEmpty() && inputs.getLast().isVariadic()) {
                throw invalid("VARIADIC parameter must be the last input parameter", create);
            }
            if (hasDefault && parameter.defaultText() == null) {
                throw invalid("input parameters after one with a default value must also have defaults", create);
            }
            SqlType type = type(parameter.type());
            if (parameter.defaultText() != null) {
                hasDefault = true;
                checkDefault(parameter, type);
            }
            boolean isVariadic = parameter.mode() == Mode.VARIADIC;
            if (isVariadic && type.kind() != SqlType.Kind.ARRAY) {
                throw invalid("VARIADIC parameter must be an array", create);
            }
            inputs.add(new Routine.Parameter(parameter.name(), type, parameter.defaultText(), isVariadic));
        }
        return inputs;
    }

    private void checkDefault(RoutineParameter parameter, SqlType type) {
        Binding inner = binding.inside(parameter.defaultText(), null, List.of());
        SqlNode node = inner.syntax.expression(parameter.defaultText());
        Expr value = new QueryBinder(inner).expressions.bind(node, new Frame(Scope.NONE, "DEFAULT expressions"));
        if (type.kind() != SqlType.Kind.UNKNOWN) {
            inner.coercion.convert(value, type, node);
        }
    }

    private void checkNames(SqlCreateFunction create) {
        Set<String> inputs = new HashSet<>();
        Set<String> outputs = new HashSet<>();
        for (RoutineParameter parameter : create.parameters()) {
            boolean isNew = parameter.name() == null
                    || (!parameter.isInput() || inputs.add(parameter.name()))
                            && (parameter.mode() == Mode.IN || parameter.mode() == Mode.VARIADIC
                                    || outputs.add(parameter.name()));
            if (!isNew) {
                throw invalid("parameter name \"" + parameter.name() + "\" used more than once", create);
            }
        }
    }

    // ---- what it returns --------------------------------------------------------------------------------------------

    private Routine withResult(
            SqlCreateFunction create, List<Routine.Parameter> inputs, List<Schema.Field> outputs, Routine open) {
        SqlType result = null;
        Schema row = outputs.isEmpty() ? null : new Schema(outputs);
        boolean isVoid = false;
        if (outputs.size() == 1) {
            result = outputs.getFirst().type();
        } else if (outputs.isEmpty() && create.options().containsKey("procedure")) {
            isVoid = true;
            result = SqlType.TEXT;
        } else if (outputs.isEmpty() && typeName(create.result()).equals("trigger")
                && "plpgsql".equals(create.options().get("language"))) {
            result = SqlType.TEXT;
        } else if (outputs.isEmpty()) {
            if (create.result() == null) {
                throw invalid("function result type must be specified", create);
            }
            String name = typeName(create.result());
            isVoid = name.equals("void");
            row = JAVA.equals(create.options().get("language")) ? rowOf(create.result()) : null;
            boolean isRefused = name.equals("record") && JAVA.equals(create.options().get("language"));
            if (isRefused || name.equals("trigger") || name.equals("event_trigger")) {
                throw SqlException.unsupported("a function that returns " + name)
                        .withHint("Name the columns: RETURNS TABLE (a integer, ...).")
                        .at(binding.at(create.result()));
            }
            result = isVoid ? SqlType.TEXT : row != null ? null : type(create.result());
        }
        List<SqlType> results = new ArrayList<>();
        if (row != null) {
            row.fields().forEach(field -> results.add(field.type()));
        } else if (!isVoid) {
            results.add(result);
        }
        results.forEach(type -> requireTold(type, inputs, create));
        return new Routine(
                0, "", open.name(), inputs, result, row, open.isSet(), isVoid, open.body(), open.isStrict(),
                open.volatility(), List.of());
    }

    /** @throws SqlException 42P13 where no argument could tell what a result of any type is */
    private void requireTold(SqlType result, List<Routine.Parameter> inputs, SqlCreateFunction create) {
        AnyType any = AnyType.of(result);
        boolean isEnum = result.equals(SqlType.ANY_ENUM);
        boolean isTold = any == null && !isEnum || inputs.stream().anyMatch(input -> {
            AnyType other = AnyType.of(input.type());
            return any == null || !any.isCompatible() && input.type().equals(SqlType.ANY_ENUM)
                    ? isPolymorphic(input.type())
                    : other != null && other.isCompatible() == any.isCompatible()
                            && (other.isOfRanges() || !any.isOfRanges());
        });
        if (isTold) {
            return;
        }
        String prefix = any != null && any.isCompatible() ? "anycompatible" : "any";
        String ranges = prefix + "range or " + prefix + "multirange.";
        String all = any != null && any.isCompatible()
                ? "anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange, or"
                        + " anycompatiblemultirange."
                : "anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange.";
        throw invalid("cannot determine result data type", create).withDetail(
                "A result of type " + Routine.spell(result) + " requires at least one input of type "
                        + (any != null && any.isOfRanges() ? ranges : all));
    }

    /** The fields of a type of rows, which a method in Java returns as one after the other; null for other types. */
    private Schema rowOf(SqlDataTypeSpec spec) {
        boolean isVoid = typeName(spec).equals("void");
        SqlType type = isVoid || typeName(spec).equals("record") ? SqlType.TEXT : type(spec);
        return type.kind() != SqlType.Kind.RECORD
                ? null
                : new Schema(type.row().fields().stream()
                        .map(field -> new Schema.Field(field.name(), field.type(), true))
                        .toList());
    }

    // ---- types ------------------------------------------------------------------------------------------------------

    static String typeName(SqlDataTypeSpec spec) {
        return spec != null && spec.getTypeNameSpec() instanceof PostgresTypeName name
                ? name.getTypeName().names.getLast()
                : "";
    }

    private SqlType type(SqlDataTypeSpec spec) {
        return type(spec, binding);
    }

    static SqlType type(SqlDataTypeSpec spec, Binding binding) {
        SqlType any = AnyType.named(typeName(spec));
        // The name of a cursor is a text.
        SqlType known = typeName(spec).equals("refcursor") ? SqlType.TEXT : any;
        return known == null ? TypeNames.resolve(spec, binding).withoutModifiers() : known;
    }

    static boolean isPolymorphic(SqlType type) {
        return type.kind() == SqlType.Kind.UNKNOWN || type.equals(SqlType.ANY_ENUM)
                || type.kind() == SqlType.Kind.ARRAY && isPolymorphic(type.element());
    }

    // ---- language and body ------------------------------------------------------------------------------------------

    private void checkLanguage(SqlCreateFunction create) {
        String language = create.options().get("language");
        if (language == null && !create.options().containsKey("standard")) {
            throw invalid("no language specified", create);
        }
        if (create.options().containsKey("standard") && language != null && !language.equals(Procedural.SQL)) {
            throw invalid("inline SQL function body only valid for language SQL", create);
        }
        if (language == null || Set.of("sql", JAVA, "plpgsql").contains(language)) {
            return;
        }
        throw (KNOWN_LANGUAGES.contains(language)
                        ? SqlException.unsupported("LANGUAGE " + language)
                                .withHint("Write the function in SQL or in Java.")
                        : new SqlException(
                                SqlState.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist"))
                .at(binding.at(create));
    }

    /** What the method is, only who reads files can tell. */
    private void checkJava(Routine routine, String method, SqlCreateFunction create) {
        if (!create.settings().isEmpty()) {
            throw SqlException.unsupported("SET of a Java function").at(binding.at(create));
        }
        if (method == null) {
            throw invalid("a Java function needs a jar and a method", create)
                    .withHint("Write AS 'file.jar', 'com.example.Text.shout'.");
        }
        if (create.options().containsKey("tables") && (!routine.isSet() || !routine.inputs().isEmpty())) {
            throw SqlException.unsupported("a processor with other parameters than tables, or of one row")
                    .withHint("Write CREATE FUNCTION f(TABLE) RETURNS TABLE (...).")
                    .at(binding.at(create));
        }
        boolean isOpen = routine.returnsNothing() || routine.result() != null && isPolymorphic(routine.result())
                || routine.types().stream().anyMatch(FunctionBinder::isPolymorphic);
        if (isOpen) {
            throw SqlException.unsupported("a Java function of any type, or of nothing")
                    .withHint("Make one for each type.")
                    .at(binding.at(create));
        }
    }

    /** What a routine in a procedural language is beside others. */
    private Procedural procedural(SqlCreateFunction create) {
        return new Procedural(
                create.options().getOrDefault("language", Procedural.SQL),
                create.options().containsKey("procedure"),
                typeName(create.result()).equals("trigger"),
                create.parameters().stream()
                        .map(parameter -> new Procedural.Declared(
                                Procedural.Mode.valueOf(parameter.mode().name()), parameter.name(),
                                type(parameter.type()), parameter.defaultText()))
                        .toList());
    }

    private String text(SqlCreateFunction create) {
        if (create.body() == null) {
            throw invalid("no function body specified", create);
        }
        return create.body();
    }

    /** Without the semicolon at its end. */
    private String body(SqlCreateFunction create) {
        String text = text(create).strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        return text;
    }

    /** What it says must mean something, and be of the type that it returns. */
    private void checkBody(Routine routine, SqlCreateFunction create) {
        boolean isOpen = routine.types().stream().anyMatch(FunctionBinder::isPolymorphic);
        if (isOpen) {
            binding.syntax.statement(routine.body());
            return;
        }
        List<Expr> arguments = new ArrayList<>();
        for (Routine.Parameter input : routine.inputs()) {
            arguments.add(binding.numbers.column("argument", input.type(), true).reference());
        }
        RoutineBody body = new RoutineBody(routine.as(0, "", routine.name()), arguments, binding.inside("", null,
                List.of()),
                create);
        if (SqlType.RECORD.equals(body.result().row())) {
            // What it returns, a call in FROM says.
            body.array(new Frame(Scope.NONE, "SELECT"));
        } else if (routine.isSet() && !routine.returnsNothing() || body.isRelation()) {
            body.rows(List.of());
        } else {
            body.value(new Frame(Scope.NONE, "SELECT"));
        }
    }

    private SqlException invalid(String message, SqlNode at) {
        return new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, message).at(binding.at(at));
    }
}
