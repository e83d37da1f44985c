package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE}, {@code ALTER} and {@code DROP DATABASE}, but for what sessions begin with. */
public final class SqlDatabase extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DATABASE", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final DatabaseAction action;

    public SqlDatabase(SqlParserPos pos, SqlIdentifier name, DatabaseAction action) {
        super(pos, OPERATOR);
        this.name = name;
        this.action = action;
    }

    public SqlIdentifier name() {
        return name;
    }

    public DatabaseAction action() {
        return action;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        switch (action) {
            case DatabaseAction.Create create -> options(out.words("CREATE DATABASE").node(name), create.options());
            case DatabaseAction.Alter alter -> options(out.words("ALTER DATABASE").node(name), alter.options());
            case DatabaseAction.Rename rename ->
                out.words("ALTER DATABASE").node(name).words("RENAME TO").node(rename.newName());
            case DatabaseAction.ChangeOwner change ->
                change.owner().unparse(out.words("ALTER DATABASE").node(name).words("OWNER TO"));
            case DatabaseAction.Drop drop -> out.words("DROP DATABASE").wordsIf(drop.ifExists(), "IF EXISTS").node(name)
                    .wordsIf(drop.force(), "WITH (FORCE)");
        }
    }

    private static void options(Unparser out, List<DatabaseAction.Option> options) {
        for (DatabaseAction.Option option : options) {
            out.words(option.key().equals("connection_limit") ? "CONNECTION LIMIT" : option.key());
            if (option.value() == null) {
                out.words("DEFAULT");
            } else {
                out.text(option.value());
            }
        }
    }
}
