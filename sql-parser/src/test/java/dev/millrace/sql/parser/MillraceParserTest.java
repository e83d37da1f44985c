package dev.millrace.sql.parser;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.junit.jupiter.api.Test;

import dev.millrace.sql.parser.expression.PostgresTypeName;
import dev.millrace.sql.parser.expression.SqlDistinctOn;
import dev.millrace.sql.parser.statement.SqlCreateMaterializedView;
import dev.millrace.sql.parser.statement.SqlCreateTable;
import dev.millrace.sql.parser.statement.SqlPrepare;
import dev.millrace.sql.parser.statement.SqlSubscribe;
import dev.millrace.sql.parser.statement.StatementOption;
import dev.millrace.sql.parser.statement.TableConstraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a written-out statement does not show: numbers of parameters, positions, and the parts of nodes. */
final class MillraceParserTest {
    private static SqlNode item(String expression) {
        return ((SqlSelect) MillraceParser.parse("select " + expression)).getSelectList().get(0);
    }

    @Test
    void parametersCarryTheirNumbers() {
        List<Integer> indexes = new ArrayList<>();
        MillraceParser.parse("select $2, $1 + $10 from t where a = $2 limit $3").accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam param) {
                indexes.add(param.getIndex());
                return null;
            }
        });
        assertEquals(List.of(1, 0, 9, 1, 2), indexes);
    }

    @Test
    void positionsCountFromTheStartOfTheText() {
        String sql = "select 'é\uD83D\uDE00',\n  a\n    + b";
        SqlSelect select = (SqlSelect) MillraceParser.parse(sql);
        SqlCall sum = (SqlCall) select.getSelectList().get(1);
        assertEquals(sql.codePointCount(0, sql.indexOf('a')) + 1,
                MillraceParser.characterPosition(sql, sum.getParserPosition()));
        assertEquals(sql.codePointCount(0, sql.indexOf('b')) + 1,
                MillraceParser.characterPosition(sql, sum.operand(1).getParserPosition()));
    }

    @Test
    void faultsOfOperatorsPointAtThem() {
        for (String expression : List.of("(a) + b", "a  ::int", "a -- one\n + b", "a not like b", "f(a)", "-a",
                "a is null", "a in (1)", "a between 1 and 2", "cast(a as int)", "a || b", "a at time zone 'x'")) {
            String sql = "select " + expression;
            int expected = switch (expression) {
                case "(a) + b" -> sql.indexOf('+');
                case "a  ::int" -> sql.indexOf("::");
                case "a -- one\n + b" -> sql.indexOf('+');
                case "a not like b", "a is null", "a in (1)", "a between 1 and 2", "a || b" -> 9;
                default -> 7;
            };
            assertEquals(expected + 1, MillraceParser.faultPosition(sql, item(expression)), expression);
        }
    }

    @Test
    void typedLiteralsAndDoubleColonsAreOneForm() {
        for (String written : List.of("timestamptz '2020-01-01'", "'2020-01-01'::timestamp with time zone",
                "cast('2020-01-01' as timestamptz)", "timestamp with time zone '2020-01-01'")) {
            SqlBasicCall cast = assertInstanceOf(SqlBasicCall.class, item(written));
            assertEquals(SqlStdOperatorTable.CAST, cast.getOperator());
            assertEquals("2020-01-01", ((SqlLiteral) cast.operand(0)).getValueAs(String.class));
            SqlDataTypeSpec type = cast.operand(1);
            assertEquals("timestamptz", ((PostgresTypeName) type.getTypeNameSpec()).name());
        }
    }

    @Test
    void typesTellTheirParts() {
        SqlCreateTable table = (SqlCreateTable) MillraceParser.parse(
                "create table t (a numeric(10, -2)[][], b interval day to second(3), c my.type)");
        PostgresTypeName a = (PostgresTypeName) table.columns().get(0).type().getTypeNameSpec();
        assertEquals("numeric", a.name());
        assertEquals(List.of(10, -2), a.modifiers());
        assertEquals(2, a.arrayDimensions());
        PostgresTypeName b = (PostgresTypeName) table.columns().get(1).type().getTypeNameSpec();
        assertEquals("day to second", b.fields());
        assertEquals(List.of(3), b.modifiers());
        assertEquals("my.type", ((PostgresTypeName) table.columns().get(2).type().getTypeNameSpec()).name());
    }

    @Test
    void constraintsBesideAColumnAreTheTables() {
        SqlCreateTable table = (SqlCreateTable) MillraceParser.parse(
                "create table t (a int constraint pk primary key, b int check (b > 0) references o (x), c int null)");
        assertEquals(List.of(TableConstraint.Kind.PRIMARY_KEY, TableConstraint.Kind.CHECK,
                TableConstraint.Kind.FOREIGN_KEY), table.constraints().stream().map(TableConstraint::kind).toList());
        assertEquals("pk", table.constraints().get(0).name().getSimple());
        assertEquals("a", table.constraints().get(0).columns().get(0).getSimple());
        assertNull(table.watermark());
        assertTrue(table.withData());
    }

    @Test
    void textsOfQueriesAreKept() {
        SqlCreateMaterializedView view = (SqlCreateMaterializedView) MillraceParser.parse(
                "create materialized view v with (freshness = '1 s') as\nselect  1 -- one\n  as x with no data");
        assertEquals("select  1 -- one\n  as x", view.queryText());
        assertFalse(view.withData());
        SqlPrepare prepare = (SqlPrepare) MillraceParser.parse("prepare p as  insert into t values ($1) ;");
        assertEquals("insert into t values ($1)", prepare.statementText());
    }

    @Test
    void optionsTellHowTheyWereWritten() {
        SqlCreateMaterializedView view = (SqlCreateMaterializedView) MillraceParser.parse("""
                create materialized view v with ('a' = 'x', properties.group.id = 'y', max.batch = -64,
                    on_error = skip, check = on, b) as select 1""");
        assertEquals(List.of("a", "properties.group.id", "max.batch", "on_error", "check", "b"),
                view.options().stream().map(StatementOption::key).toList());
        assertEquals(List.of("x", "y", "-64", "skip", "on", ""),
                view.options().stream().map(StatementOption::value).toList());
        assertEquals(List.of(StatementOption.Form.STRING, StatementOption.Form.STRING, StatementOption.Form.NUMBER,
                StatementOption.Form.WORD, StatementOption.Form.BOOLEAN, StatementOption.Form.NONE),
                view.options().stream().map(StatementOption::form).toList());
    }

    @Test
    void subscribeTellsItsOptions() {
        SqlSubscribe plain = (SqlSubscribe) MillraceParser.parse("subscribe v");
        assertTrue(plain.snapshot());
        assertFalse(plain.progress());
        SqlSubscribe both = (SqlSubscribe) MillraceParser.parse(
                "subscribe to (select 1) with (progress, snapshot = false) as of 7");
        assertFalse(both.snapshot());
        assertTrue(both.progress());
        assertEquals("7", both.asOf().toString());
    }

    @Test
    void distinctOnKeepsItsKeys() {
        SqlDistinctOn select = (SqlDistinctOn) MillraceParser.parse("select distinct on (a, b + 1) c from t");
        assertEquals(2, select.keys().size());
        assertFalse(select.isDistinct());
    }

    @Test
    void anExpressionMayStandAlone() {
        assertEquals("a + 1", StatementTableTest.written(MillraceParser.parseExpression("a + 1")));
    }

    /** Warm, it takes some 50 us of CPU; the bound only tells a loss of orders of magnitude, on whatever machine. */
    @Test
    void aWarmParserIsQuick() {
        String sql = "create materialized view v as select a, count(*), sum(b) filter (where c > 1) from t "
                + "join u on t.id = u.id where t.x like 'a%' and u.y between 1 and 2 group by a having count(*) > 3";
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 500; i++) {
            MillraceParser.parse(sql);
        }
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 200; i++) {
            MillraceParser.parse(sql);
        }
        long microseconds = (threads.getCurrentThreadCpuTime() - start) / 200_000;
        assertTrue(microseconds < 5_000, "a statement took " + microseconds + " us");
    }
}
