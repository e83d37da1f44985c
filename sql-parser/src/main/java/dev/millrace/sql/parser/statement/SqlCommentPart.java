package dev.millrace.sql.parser.statement;

import java.util.Locale;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code COMMENT ON CONSTRAINT | TRIGGER name ON owner IS text}, {@code COMMENT ON FUNCTION | PROCEDURE | ROUTINE
 * name [(types)] IS text} and {@code COMMENT ON DATABASE | ROLE name IS text}.
 */
public final class SqlCommentPart extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("COMMENT", SqlKind.OTHER_DDL);

    private final CommentedPart part;
    private final String text;

    public SqlCommentPart(SqlParserPos pos, CommentedPart part, String text) {
        super(pos, OPERATOR);
        this.part = part;
        this.text = text;
    }

    public CommentedPart part() {
        return part;
    }

    /** Null removes the comment. */
    public String text() {
        return text;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("COMMENT ON");
        switch (part) {
            case CommentedPart.Owned owned -> out.words(owned.kind().toUpperCase(Locale.ROOT))
                    .node(owned.name())
                    .words(owned.isOfDomain() ? "ON DOMAIN" : "ON").node(owned.owner());
            case CommentedPart.Shared shared -> out.words(shared.kind().toUpperCase(Locale.ROOT)).node(shared.name());
            case CommentedPart.Routine routine -> {
                out.words(routine.kind().toUpperCase(Locale.ROOT));
                routine.target().unparse(out);
            }
        }
        out.words("IS");
        if (text == null) {
            out.words("NULL");
        } else {
            out.text(text);
        }
    }
}
