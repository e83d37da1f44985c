package dev.millrace.server.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords out of what others may see of a statement's text. */
final class Redaction {

    private static final Pattern ABOUT_ROLES = Pattern.compile(
            "\\b(create|alter)\\b.*\\b(role|user|group)\\b.*\\bpassword\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("\\bpassword\\b", Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The text up to where a password may begin: it may be written in many ways, and others can follow. */
    static String withoutPasswords(String sql) {
        Matcher matcher = PASSWORD.matcher(sql);
        return matcher.find() && ABOUT_ROLES.matcher(sql).find() ? sql.substring(0, matcher.end()) + " ***" : sql;
    }
}
