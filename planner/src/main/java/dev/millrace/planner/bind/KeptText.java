package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.RowType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Routine;
import dev.millrace.sql.parser.expression.PostgresTypeName;

/**
 * The text of an expression that a definition keeps: as it was written, with the schema before every function and type
 * of people's, so that it means the same under any search path.
 */
final class KeptText extends SqlBasicVisitor<Void> {

    private final Binding binding;
    /** Where a name stands in the whole text, with its schema. */
    private final Map<Integer, Named> names = new TreeMap<>();

    private record Named(String name, String schema) {}

    private KeptText(Binding binding) {
        this.binding = binding;
    }

    static String of(SqlNode expression, Binding binding) {
        KeptText kept = new KeptText(binding);
        expression.accept(kept);
        String written = binding.source.text(expression);
        int start = expression.getParserPosition().getColumnNum() - 1;
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, Named> entry : kept.names.entrySet()) {
            int place = entry.getKey() - start;
            String name = entry.getValue().name();
            // What nobody wrote stands elsewhere, or nowhere.
            boolean isThere = place >= done && place < written.length()
                    && (written.charAt(place) == '"' || written.regionMatches(true, place, name, 0, name.length()));
            if (isThere) {
                text.append(written, done, place).append(Identifier.quoted(entry.getValue().schema())).append('.');
                done = place;
            }
        }
        return text.append(written, done, written.length()).toString();
    }

    @Override
    public Void visit(SqlCall call) {
        SqlIdentifier name = call.getOperator().getNameAsId();
        if (call.getOperator() instanceof SqlFunction && (name == null || name.names.size() == 1)) {
            String plain = CallBinder.functionName(call);
            List<String> found = binding.functions.overloads(plain).isEmpty()
                    ? binding.routines(List.of(plain)).stream().map(Routine::schemaName).distinct().toList()
                    : List.of();
            // Of several the arguments decide, and that anew each time, as long as nobody says which.
            if (found.size() == 1) {
                qualify(call.getParserPosition(), plain, found.getFirst());
            }
        }
        return super.visit(call);
    }

    @Override
    public Void visit(SqlDataTypeSpec type) {
        if (type.getTypeNameSpec() instanceof PostgresTypeName name && name.getTypeName().isSimple()
                && !TypeNames.isBuiltIn(name)) {
            List<String> plain = name.getTypeName().names;
            Optional<String> schema = binding.domain(plain).map(Domain::schemaName)
                    .or(() -> binding.enumType(plain).map(EnumType::schemaName))
                    .or(() -> binding.rowType(plain).map(RowType::schemaName));
            schema.ifPresent(found -> qualify(type.getParserPosition(), plain.getFirst(), found));
        }
        return null;
    }

    private void qualify(SqlParserPos at, String name, String schema) {
        names.put(at.getColumnNum() - 1, new Named(name, schema));
    }
}
