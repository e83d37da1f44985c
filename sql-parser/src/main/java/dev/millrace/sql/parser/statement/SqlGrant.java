package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code GRANT privileges ON objects TO roles}, or REVOKE; and the same in ALTER DEFAULT PRIVILEGES, for objects that
 * do not exist yet.
 */
public final class SqlGrant extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("GRANT", SqlKind.OTHER_DDL);

    private final Change change;
    private final Objects objects;
    private final List<RoleName> grantees;

    /** @param name in lower case; {@code columns}: none for the whole object */
    public record Privilege(String name, List<SqlIdentifier> columns) {
        void unparse(Unparser out) {
            out.words(name.toUpperCase(Locale.ROOT)).nodesInParentheses(columns);
        }
    }

    /**
     * @param privileges none for ALL
     * @param columns of {@code ALL (columns)}
     * @param option WITH GRANT OPTION, or of a REVOKE, GRANT OPTION FOR
     */
    public record Change(
            boolean isGrant, List<Privilege> privileges, List<SqlIdentifier> columns, boolean option,
            boolean cascade) {
    }

    /**
     * @param kind TABLE, SEQUENCE, DATABASE, SCHEMA, FUNCTION, PROCEDURE, ROUTINE, TYPE, DOMAIN or LANGUAGE
     * @param routines of FUNCTION, PROCEDURE and ROUTINE, which have no names then
     * @param isAll whether the names are schemas, and all objects in them are meant
     * @param isDefault whether objects to come are meant: those of the owners, in the schemas that are named
     * @param owners none for the current role
     */
    public record Objects(
            ObjectKind kind, List<SqlIdentifier> names, List<SqlDropFunction.Target> routines, boolean isAll,
            boolean isDefault, List<RoleName> owners) {
    }

    public SqlGrant(SqlParserPos pos, Change change, Objects objects, List<RoleName> grantees) {
        super(pos, OPERATOR);
        this.change = change;
        this.objects = objects;
        this.grantees = List.copyOf(grantees);
    }

    public Change change() {
        return change;
    }

    public Objects objects() {
        return objects;
    }

    public List<RoleName> grantees() {
        return grantees;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.copyOf(objects.names);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        if (objects.isDefault) {
            out.words("ALTER DEFAULT PRIVILEGES");
            if (!objects.owners.isEmpty()) {
                out.words("FOR ROLE").list(objects.owners, role -> role.unparse(out));
            }
            if (!objects.names.isEmpty()) {
                out.words("IN SCHEMA").names(objects.names);
            }
        }
        out.words(change.isGrant ? "GRANT" : "REVOKE").wordsIf(!change.isGrant && change.option, "GRANT OPTION FOR");
        if (change.privileges.isEmpty()) {
            out.words("ALL").nodesInParentheses(change.columns);
        } else {
            out.list(change.privileges, privilege -> privilege.unparse(out));
        }
        out.words("ON").wordsIf(objects.isAll, "ALL")
                .words(objects.kind.words() + (objects.isAll || objects.isDefault ? "S" : ""))
                .wordsIf(objects.isAll, "IN SCHEMA");
        if (!objects.routines.isEmpty()) {
            out.list(objects.routines, routine -> routine.unparse(out));
        } else if (!objects.isDefault) {
            out.names(objects.names);
        }
        out.words(change.isGrant ? "TO" : "FROM").list(grantees, grantee -> grantee.unparse(out))
                .wordsIf(change.isGrant && change.option, "WITH GRANT OPTION").wordsIf(change.cascade, "CASCADE");
    }
}
