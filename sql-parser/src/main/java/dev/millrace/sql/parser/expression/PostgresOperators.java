package dev.millrace.sql.parser.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/**
 * PostgreSQL's operators that Calcite's grammar lacks. Where Calcite has the same operation under another name, the
 * operator makes a call of that: so {@code a || b} is Calcite's own concatenation. How tightly each binds is for
 * {@link OperatorTree} to say; the precedences here serve to write calls out, on Calcite's scale (comparison 30,
 * LIKE 32, + 40, * 60, sign 80, subscript 100).
 */
public final class PostgresOperators {
    private static final int ANY_OTHER_PRECEDENCE = 36;
    private static final int POWER_PRECEDENCE = 70;
    private static final int AT_TIME_ZONE_PRECEDENCE = 72;
    private static final int COLLATE_PRECEDENCE = 74;
    private static final int CAST_PRECEDENCE = 102;

    private static final Set<String> PREDICATES = Set.of("~", "~*", "!~", "!~*", "@>", "<@", "&&", "?", "?|", "?&",
            "@?",
            "@@", "<<=", ">>=", "~=", "^@", "-|-");
    private static final Set<String> TEXT_RESULTS = Set.of("->>", "#>>");

    /** {@code x::type}: a call of CAST. */
    public static final SqlBinaryOperator CAST = renamed("::", CAST_PRECEDENCE,
            (pos, operands) -> SqlStdOperatorTable.CAST.createCall(pos, operands));

    /** {@code x COLLATE name}: a call of this operator on the value and the collation's name. */
    public static final SqlBinaryOperator COLLATE = new SqlBinaryOperator("COLLATE", SqlKind.OTHER, COLLATE_PRECEDENCE,
            true, ReturnTypes.ARG0, InferTypes.RETURN_TYPE, OperandTypes.ANY_ANY);

    /** {@code x AT TIME ZONE zone}: a call of the function timezone(zone, x), as in PostgreSQL. */
    public static final SqlBinaryOperator AT_TIME_ZONE = renamed("AT TIME ZONE", AT_TIME_ZONE_PRECEDENCE,
            (pos, operands) -> function("timezone", pos).createCall(pos, operands[1], operands[0]));

    /** {@code FETCH FIRST n ROWS WITH TIES}: a call of this operator on the count. */
    public static final SqlPostfixOperator WITH_TIES =
            new SqlPostfixOperator("WITH TIES", SqlKind.OTHER, 20, null, null, OperandTypes.ANY);

    /** The name of an argument before which VARIADIC stands; no name of people's ends with a blank. */
    public static final String VARIADIC = "variadic ";

    /** {@code lower:upper} in the brackets of an array. */
    public static final SqlOperator SLICE = new SqlSpecialOperator(":", SqlKind.OTHER) {
        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            call.operand(0).unparse(writer, 0, 0);
            writer.literal(":");
            call.operand(1).unparse(writer, 0, 0);
        }
    };

    /** {@code name type}, in the column definition list of a function in FROM. */
    public static final SqlBinaryOperator COLUMN_DEFINITION =
            new SqlBinaryOperator("COLUMN DEFINITION", SqlKind.OTHER, 20, true, null, null, OperandTypes.ANY);

    /** {@code f(x) WITH ORDINALITY}, in FROM: a call of this operator on the call of the function. */
    public static final SqlPostfixOperator WITH_ORDINALITY =
            new SqlPostfixOperator("WITH ORDINALITY", SqlKind.OTHER, 20, null, null, OperandTypes.ANY);

    private static final Map<String, SqlBinaryOperator> RENAMED = Map.of(
            "||", to("||", SqlStdOperatorTable.CONCAT),
            "~~", to("~~", SqlStdOperatorTable.LIKE),
            "!~~", to("!~~", SqlStdOperatorTable.NOT_LIKE),
            "~~*", to("~~*", SqlLibraryOperators.ILIKE),
            "!~~*", to("!~~*", SqlLibraryOperators.NOT_ILIKE));

    private static final Map<String, SqlBinaryOperator> INFIX = new ConcurrentHashMap<>(RENAMED);
    private static final Map<String, SqlPrefixOperator> PREFIX = new ConcurrentHashMap<>();
    /** Names come from users: what is kept of them is bounded. */
    private static final int KEPT_MAX = 200;

    private PostgresOperators() {
    }

    /** The name of the function that an item of FROM calls; an empty one where it is no function. */
    public static SqlIdentifier nameOf(SqlNode item, SqlParserPos at) {
        boolean isWrapped = item.getKind() == SqlKind.LATERAL || item.getKind() == SqlKind.COLLECTION_TABLE;
        if (isWrapped) {
            return nameOf(((SqlCall) item).operand(0), at);
        }
        boolean isFunction = item instanceof SqlCall call && call.getOperator() instanceof SqlFunction;
        return new SqlIdentifier(
                isFunction ? ((SqlCall) item).getOperator().getName().toLowerCase(Locale.ROOT) : "", at);
    }

    private interface CallMaker {
        SqlCall make(SqlParserPos pos, SqlNode... operands);
    }

    /** The operator of the given name between two operands; any name is one, as users may define their own. */
    public static SqlBinaryOperator infix(String name) {
        return kept(INFIX, name, PostgresOperators::newInfix);
    }

    /** A slice of an array; a bound that is missing is null, and an empty list in the call. */
    public static SqlNode slice(SqlNode lower, SqlNode upper, SqlParserPos pos) {
        SqlNode from = lower == null ? SqlNodeList.EMPTY : lower;
        return SLICE.createCall(pos, from, upper == null ? SqlNodeList.EMPTY : upper);
    }

    /** The operator of the given name before one operand. */
    public static SqlPrefixOperator prefix(String name) {
        return kept(PREFIX, name, symbol -> new SqlPrefixOperator(symbol, SqlKind.OTHER, ANY_OTHER_PRECEDENCE,
                ReturnTypes.ARG0_NULLABLE, InferTypes.FIRST_KNOWN, OperandTypes.ANY));
    }

    private static <T> T kept(Map<String, T> all, String name, Function<String, T> maker) {
        T known = all.get(name);
        if (known != null) {
            return known;
        }
        T made = maker.apply(name);
        if (all.size() < KEPT_MAX) {
            all.put(name, made);
        }
        return made;
    }

    private static SqlBinaryOperator newInfix(String name) {
        SqlReturnTypeInference result = PREDICATES.contains(name)
                ? ReturnTypes.BOOLEAN_NULLABLE
                : TEXT_RESULTS.contains(name) ? ReturnTypes.VARCHAR_NULLABLE : ReturnTypes.ARG0_NULLABLE;
        return new SqlBinaryOperator(name, SqlKind.OTHER, name.equals("^") ? POWER_PRECEDENCE : ANY_OTHER_PRECEDENCE,
                true,
                result, InferTypes.FIRST_KNOWN, OperandTypes.ANY_ANY);
    }

    /** {@code x op ANY (list, array or query)}: an operator named "op ANY" on the value and a list, or a query. */
    public static SqlBinaryOperator any(SqlBinaryOperator operator) {
        return quantified(operator.getName() + " ANY");
    }

    /** {@code x op ALL (list, array or query)}: an operator named "op ALL" on the value and a list, or a query. */
    public static SqlBinaryOperator all(SqlBinaryOperator operator) {
        return quantified(operator.getName() + " ALL");
    }

    private static SqlBinaryOperator quantified(String name) {
        return new SqlBinaryOperator(name, SqlKind.OTHER, ANY_OTHER_PRECEDENCE, true, ReturnTypes.BOOLEAN_NULLABLE,
                InferTypes.FIRST_KNOWN, OperandTypes.ANY_ANY);
    }

    /** A function to be found by name, as Calcite's grammar itself makes one. */
    public static SqlUnresolvedFunction function(String name, SqlParserPos pos) {
        return new SqlUnresolvedFunction(new SqlIdentifier(List.of(name), pos), null, null, null, null,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static SqlBinaryOperator to(String name, SqlOperator target) {
        return renamed(name, ANY_OTHER_PRECEDENCE, target::createCall);
    }

    private static SqlBinaryOperator renamed(String name, int precedence, CallMaker maker) {
        return new SqlBinaryOperator(name, SqlKind.OTHER, precedence, true, null, null, OperandTypes.ANY_ANY) {
            @Override
            public SqlCall createCall(SqlLiteral functionQualifier, SqlParserPos pos, SqlNode... operands) {
                return maker.make(pos, operands);
            }
        };
    }
}
