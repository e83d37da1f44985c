package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.ObjectKind;
import dev.millrace.sql.parser.statement.RoleName;
import dev.millrace.sql.parser.statement.RoleOption;
import dev.millrace.sql.parser.statement.SqlDefineRole;
import dev.millrace.sql.parser.statement.SqlDropRole;
import dev.millrace.sql.parser.statement.SqlGrant;
import dev.millrace.sql.parser.statement.SqlGrantRole;
import dev.millrace.sql.parser.statement.SqlKeepSetting;
import dev.millrace.sql.parser.statement.SqlOwned;
import dev.millrace.sql.parser.statement.SqlRenameRole;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads statements about roles and what they may do. */
final class AccessReader {
    private static final Set<String> FLAGS = Set.of("superuser", "createdb", "createrole", "inherit", "login",
            "replication", "bypassrls");

    private static final List<ObjectKind> ROUTINES =
            List.of(ObjectKind.FUNCTION, ObjectKind.PROCEDURE, ObjectKind.ROUTINE);

    private final Cursor cursor;

    AccessReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Whether a role is what the next word says that a CREATE, ALTER or DROP is about. */
    static boolean atRole(Cursor cursor) {
        return cursor.at("role") || cursor.at("user") && !cursor.peek(2).is("mapping") || cursor.at("group");
    }

    // ---- roles ------------------------------------------------------------------------------------------------------

    /** CREATE ROLE, behind CREATE. */
    SqlStatement create(Lexeme first) {
        Lexeme word = cursor.take();
        RoleName role = named();
        cursor.accept("with");
        List<RoleOption> options = options();
        boolean saysLogin = options.stream().anyMatch(option -> option.key().equals("login"));
        if (word.is("user") && !saysLogin) {
            options.add(0, new RoleOption("login", "true", List.of()));
        }
        return new SqlDefineRole(cursor.positionFrom(first), true, role, options);
    }

    /** ALTER ROLE, behind ALTER. */
    SqlStatement alter(Lexeme first) {
        Lexeme word = cursor.take();
        boolean isAll = !word.is("group") && cursor.accept("all");
        RoleName role = isAll ? null : role();
        SqlIdentifier database = cursor.accept("in", "database") ? cursor.name() : null;
        if (isAll || database != null || cursor.at("set") || cursor.at("reset")) {
            return keptSetting(first, new SqlKeepSetting.Whose(role, database, false));
        }
        if (cursor.accept("rename", "to")) {
            return new SqlRenameRole(cursor.positionFrom(first), role, cursor.name());
        }
        if (word.is("group") && (cursor.at("add") || cursor.at("drop"))) {
            boolean isGrant = cursor.take().is("add");
            cursor.expect("user");
            return new SqlGrantRole(cursor.positionFrom(first), isGrant, List.of(role), cursor.commaList(this::role),
                    false);
        }
        cursor.accept("with");
        return new SqlDefineRole(cursor.positionFrom(first), false, role, options());
    }

    /** SET and RESET of ALTER DATABASE. */
    SqlStatement settingOfDatabase(Lexeme first, SqlIdentifier name) {
        return keptSetting(first, new SqlKeepSetting.Whose(null, name, true));
    }

    private SqlStatement keptSetting(Lexeme first, SqlKeepSetting.Whose whose) {
        if (!cursor.at("set") && !cursor.at("reset")) {
            throw cursor.unexpected();
        }
        boolean isCurrent = cursor.at("set") && cursor.peek(3).is("from") && cursor.peek(4).is("current");
        SqlStatement change = new SessionReader(cursor).kept(isCurrent);
        return new SqlKeepSetting(cursor.positionFrom(first), whose, change, isCurrent);
    }

    /** DROP ROLE, or DROP OWNED, behind DROP. */
    SqlStatement drop(Lexeme first) {
        if (cursor.accept("owned")) {
            cursor.expect("by");
            List<RoleName> roles = cursor.commaList(this::role);
            boolean cascade = cascade();
            return new SqlOwned(cursor.positionFrom(first), roles, null, cascade);
        }
        cursor.take();
        boolean ifExists = cursor.accept("if", "exists");
        return new SqlDropRole(cursor.positionFrom(first), ifExists, cursor.commaList(this::role));
    }

    /** REASSIGN OWNED. */
    SqlStatement reassign() {
        Lexeme first = cursor.take();
        cursor.expect("owned", "by");
        List<RoleName> roles = cursor.commaList(this::role);
        cursor.expect("to");
        return new SqlOwned(cursor.positionFrom(first), roles, role(), false);
    }

    private boolean cascade() {
        if (cursor.accept("cascade")) {
            return true;
        }
        cursor.accept("restrict");
        return false;
    }

    RoleName role() {
        if (cursor.accept("current_user") || cursor.accept("current_role")) {
            return new RoleName(RoleName.Kind.CURRENT, null);
        }
        return cursor.accept("session_user") ? new RoleName(RoleName.Kind.SESSION, null) : named();
    }

    private RoleName named() {
        return new RoleName(RoleName.Kind.NAMED, cursor.name().getSimple());
    }

    private RoleName grantee() {
        cursor.accept("group");
        return cursor.accept("public") ? new RoleName(RoleName.Kind.PUBLIC, null) : role();
    }

    private List<RoleOption> options() {
        List<RoleOption> options = new ArrayList<>();
        cursor.skipMarker();
        while (cursor.peek().form == Form.WORD) {
            options.add(option());
            cursor.skipMarker();
        }
        return options;
    }

    private RoleOption option() {
        Lexeme word = cursor.peek();
        String text = word.text;
        String positive = text.startsWith("no") ? text.substring(2) : text;
        if (FLAGS.contains(positive)) {
            cursor.take();
            return new RoleOption(positive, Boolean.toString(positive.equals(text)), List.of());
        }
        if (cursor.accept("unencrypted")) {
            throw cursor.unsupported("UNENCRYPTED PASSWORD is no longer supported", word);
        }
        boolean isEncrypted = cursor.accept("encrypted");
        cursor.skipMarker(); // a word before a string looks like a type
        if (isEncrypted && !cursor.at("password")) {
            throw cursor.unexpected();
        }
        if (cursor.accept("password")) {
            return new RoleOption("password", cursor.accept("null") ? null : cursor.string(), List.of());
        }
        if (cursor.accept("connection", "limit")) {
            String sign = cursor.acceptMark("-") ? "-" : "";
            if (cursor.peek().form != Form.NUMBER) {
                throw cursor.unexpected();
            }
            return new RoleOption("connection limit", sign + cursor.take().image, List.of());
        }
        if (cursor.accept("valid")) {
            cursor.skipMarker();
            cursor.expect("until");
            return new RoleOption("valid until", cursor.string(), List.of());
        }
        if (cursor.accept("in", "role") || cursor.accept("in", "group")) {
            return new RoleOption("in role", null, cursor.commaList(this::role));
        }
        if (cursor.accept("role") || cursor.accept("user")) {
            return new RoleOption("role", null, cursor.commaList(this::role));
        }
        if (cursor.accept("admin")) {
            return new RoleOption("admin", null, cursor.commaList(this::role));
        }
        throw cursor.unexpected();
    }

    // ---- grants -----------------------------------------------------------------------------------------------------

    /** GRANT and REVOKE. */
    SqlStatement grant() {
        Lexeme first = cursor.take();
        boolean isGrant = first.is("grant");
        boolean adminFor = !isGrant && cursor.accept("admin", "option", "for");
        boolean optionFor = !isGrant && cursor.accept("grant", "option", "for");
        Lexeme privilegesAt = cursor.peek();
        boolean isAll = cursor.accept("all");
        List<SqlGrant.Privilege> privileges = new ArrayList<>();
        List<SqlIdentifier> columns = List.of();
        if (isAll) {
            cursor.accept("privileges");
            columns = cursor.optionalNames();
        } else {
            privileges = cursor.commaList(this::privilege);
        }
        if (!isAll && !optionFor && (adminFor || cursor.at(isGrant ? "to" : "from"))) {
            return membership(first, privileges, adminFor, privilegesAt);
        }
        cursor.expect("on");
        SqlGrant.Objects objects = objects();
        return grant(first, isGrant, optionFor, privileges, columns, objects);
    }

    private SqlGrant grant(Lexeme first, boolean isGrant, boolean optionFor, List<SqlGrant.Privilege> privileges,
            List<SqlIdentifier> columns, SqlGrant.Objects objects) {
        cursor.expect(isGrant ? "to" : "from");
        List<RoleName> grantees = cursor.commaList(this::grantee);
        boolean option = isGrant ? cursor.accept("with", "grant", "option") : optionFor;
        grantedBy();
        boolean cascade = !isGrant && cascade();
        return new SqlGrant(cursor.positionFrom(first),
                new SqlGrant.Change(isGrant, privileges, columns, option, cascade), objects, grantees);
    }

    /** PostgreSQL takes only the current role here, which grants anyway. */
    private void grantedBy() {
        if (cursor.accept("granted", "by")) {
            Lexeme who = cursor.peek();
            if (role().kind() != RoleName.Kind.CURRENT) {
                throw cursor.unsupported("grantor must be current user", who);
            }
        }
    }

    private SqlGrant.Privilege privilege() {
        Lexeme word = cursor.peek();
        String name = word.form == Form.QUOTED_NAME || word.form == Form.WORD
                ? cursor.label()
                : cursor.name().getSimple();
        return new SqlGrant.Privilege(name, cursor.optionalNames());
    }

    private SqlStatement membership(
            Lexeme first, List<SqlGrant.Privilege> roles, boolean adminFor, Lexeme rolesAt) {
        boolean isGrant = first.is("grant");
        if (roles.stream().anyMatch(role -> !role.columns().isEmpty())) {
            throw SqlParseFailure.syntax(cursor.text(), rolesAt);
        }
        cursor.expect(isGrant ? "to" : "from");
        List<RoleName> members = cursor.commaList(this::role);
        boolean admin = isGrant ? cursor.accept("with", "admin", "option") : adminFor;
        grantedBy();
        if (!isGrant) {
            cascade();
        }
        List<RoleName> names = roles.stream().map(role -> switch (role.name()) {
            case "current_user", "current_role" -> new RoleName(RoleName.Kind.CURRENT, null);
            case "session_user" -> new RoleName(RoleName.Kind.SESSION, null);
            default -> new RoleName(RoleName.Kind.NAMED, role.name());
        }).toList();
        return new SqlGrantRole(cursor.positionFrom(first), isGrant, names, members, admin);
    }

    private SqlGrant.Objects objects() {
        if (cursor.accept("all")) {
            ObjectKind kind = cursor.accept("tables") ? ObjectKind.TABLE : null;
            if (kind == null && cursor.accept("sequences")) {
                kind = ObjectKind.SEQUENCE;
            }
            for (ObjectKind routines : ROUTINES) {
                if (kind == null && cursor.accept(routines.words().toLowerCase(Locale.ROOT) + "s")) {
                    kind = routines;
                }
            }
            if (kind == null) {
                throw refused(cursor.peek());
            }
            cursor.expect("in", "schema");
            return new SqlGrant.Objects(kind, cursor.names(), List.of(), true, false, List.of());
        }
        ObjectKind kind = ObjectKind.TABLE;
        Lexeme word = cursor.peek();
        boolean isKind = cursor.peek(2).form == Form.WORD && !cursor.peek(2).is("to") && !cursor.peek(2).is("from")
                || cursor.peek(2).form == Form.QUOTED_NAME;
        if (isKind) {
            kind = switch (word.text) {
                case "table" -> ObjectKind.TABLE;
                case "sequence" -> ObjectKind.SEQUENCE;
                case "database" -> ObjectKind.DATABASE;
                case "schema" -> ObjectKind.SCHEMA;
                case "function" -> ObjectKind.FUNCTION;
                case "procedure" -> ObjectKind.PROCEDURE;
                case "routine" -> ObjectKind.ROUTINE;
                case "type" -> ObjectKind.TYPE;
                case "domain" -> ObjectKind.DOMAIN;
                case "language" -> ObjectKind.LANGUAGE;
                default -> throw refused(word);
            };
            cursor.take();
            cursor.skipMarker();
        }
        return ROUTINES.contains(kind)
                ? new SqlGrant.Objects(
                        kind, List.of(), cursor.commaList(new FunctionReader(cursor)::target), false, false, List.of())
                : new SqlGrant.Objects(kind, cursor.qualifiedNames(), List.of(), false, false, List.of());
    }

    private SqlParseFailure refused(Lexeme word) {
        return word.form == Form.WORD
                ? cursor.unsupported("privileges on " + word.text.toUpperCase(Locale.ROOT) + " are not supported",
                        word)
                : cursor.unexpected();
    }

    /** ALTER DEFAULT PRIVILEGES, behind ALTER. */
    SqlStatement defaults(Lexeme first) {
        cursor.expect("default", "privileges");
        List<RoleName> owners = List.of();
        List<SqlIdentifier> schemas = List.of();
        while (cursor.at("for") || cursor.at("in")) {
            if (cursor.accept("for", "role") || cursor.accept("for", "user")) {
                owners = cursor.commaList(this::role);
            } else {
                cursor.expect("in", "schema");
                schemas = cursor.names();
            }
        }
        boolean isGrant = cursor.accept("grant");
        if (!isGrant) {
            cursor.expect("revoke");
        }
        boolean optionFor = !isGrant && cursor.accept("grant", "option", "for");
        List<SqlGrant.Privilege> privileges = List.of();
        if (cursor.accept("all")) {
            cursor.accept("privileges");
        } else {
            privileges = cursor.commaList(this::privilege);
        }
        cursor.expect("on");
        Lexeme word = cursor.peek();
        ObjectKind kind = switch (word.form == Form.WORD ? word.text : "") {
            case "tables" -> ObjectKind.TABLE;
            case "sequences" -> ObjectKind.SEQUENCE;
            case "schemas" -> ObjectKind.SCHEMA;
            case "functions", "routines" -> ObjectKind.FUNCTION;
            case "types" -> ObjectKind.TYPE;
            default -> throw refused(word);
        };
        cursor.take();
        SqlGrant.Objects objects = new SqlGrant.Objects(kind, schemas, List.of(), false, true, owners);
        return grant(first, isGrant, optionFor, privileges, List.of(), objects);
    }
}
