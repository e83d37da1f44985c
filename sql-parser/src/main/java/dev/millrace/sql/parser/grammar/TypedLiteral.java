package dev.millrace.sql.parser.grammar;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.Span;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.expression.PostgresTypeName;

/** {@code type 'text'}: always the cast of the text to the type, so that whoever validates knows one form only. */
final class TypedLiteral {
    private TypedLiteral() {
    }

    static SqlNode read(SqlDataTypeSpec type, String text, SqlParserPos textPos, Span span, SqlGrammar grammar)
            throws ParseException {
        SqlDataTypeSpec target = type;
        if (type.getTypeNameSpec() instanceof PostgresTypeName name && name.name().equals("interval")
                && name.fields().isEmpty() && name.modifiers().isEmpty()) {
            PostgresTypeName withFields = TypeReader.withFields(name, grammar);
            target = new SqlDataTypeSpec(withFields, type.getParserPosition());
        }
        return SqlStdOperatorTable.CAST.createCall(span.end(grammar), SqlLiteral.createCharString(text, textPos),
                target);
    }

    static SqlNode numeric(String number, SqlParserPos pos) {
        SqlIdentifier name = new SqlIdentifier("numeric", pos);
        return SqlStdOperatorTable.CAST.createCall(pos, SqlLiteral.createCharString(number, pos),
                new SqlDataTypeSpec(new PostgresTypeName(name, List.of(), "", 0, pos), pos));
    }
}
