package dev.millrace.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What every file looks like; the reasons are in CONTRIBUTING.md. Exceptions that are there already stand in a ratchet.
 */
final class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int LINE_COLUMNS_MAX = 120;

    /** Names that say nothing of what the thing is. */
    private static final Pattern EMPTY_NAME = Pattern.compile(
            "\\b(?:class|interface|record|enum)\\s+"
                    + "(Abstract\\w+|\\w+(?:Utils?|Helper|Manager|Info|Context|Impl)|Common|Misc)\\b");
    private static final Pattern SEALED = Pattern.compile("\\bsealed\\s+(?:interface|abstract\\s+class)\\s+(\\w+)");
    private static final Pattern MEMBER = Pattern.compile("\\b(?:record|final\\s+class)\\s+(\\w+)");
    private static final Pattern TOP_LEVEL = Pattern.compile(
            "(?m)^(?:public |final |abstract |sealed |non-sealed )*(?:class|interface|record|enum|@interface) \\w+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private final List<SourceTree.Source> java = SourceTree.files(".java");

    @Test
    void theTreeIsSeen() {
        assertTrue(java.size() > 30, "only " + java.size() + " Java files found");
    }

    @Test
    void filesAreShort() {
        Ratchet.check("file-length", Ratchet.count(java, s -> s.lines().size() > FILE_LINES_MAX ? s.lines().size() : 0),
                "a file has at most " + FILE_LINES_MAX + " lines");
    }

    @Test
    void linesAreShort() {
        Ratchet.check("line-length", Ratchet.count(java, s -> (int) s.lines().stream()
                .filter(l -> l.codePointCount(0, l.length()) > LINE_COLUMNS_MAX && !l.startsWith("import ")).count()),
                "a line has at most " + LINE_COLUMNS_MAX + " columns");
    }

    @Test
    void indentIsBlanks() {
        Ratchet.check("tabs",
                Ratchet.count(java, s -> (int) s.lines().stream().filter(l -> l.indexOf('\t') >= 0).count()),
                "no tabs");
    }

    @Test
    void nothingIsLeftForLater() {
        String later = "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"; // in two parts, or this line would be found itself
        Pattern marks = Pattern.compile(later);
        Ratchet.check("marks",
                Ratchet.count(java, s -> (int) s.lines().stream().filter(l -> marks.matcher(l).find()).count()),
                "what is missing is an issue, not a mark in the code");
    }

    @Test
    void namesSayWhatThingsAre() {
        Ratchet.check("names",
                Ratchet.count(java, s -> (int) EMPTY_NAME.matcher(withoutComments(s.text())).results().count()),
                "no Util, Helper, Manager, Info, Context, Impl, Abstract…");
    }

    @Test
    void everyPackageSaysHowItsClassesFit() {
        Set<String> described = new HashSet<>();
        Set<String> packages = new TreeSet<>();
        for (SourceTree.Source source : java) {
            String folder = source.path().substring(0, source.path().lastIndexOf('/'));
            if (source.path().endsWith("/package-info.java")) {
                described.add(folder);
            } else if (source.isMain()) {
                packages.add(folder);
            }
        }
        packages.removeAll(described);
        assertEquals(Set.of(), packages, "packages without package-info.java");
    }

    @Test
    void everyClassSaysWhatItIsFor() {
        Ratchet.check("purpose",
                Ratchet.count(java, s -> !s.isMain() || s.path().endsWith("-info.java") || hasPurpose(s) ? 0 : 1),
                "a class opens with a comment that says what it is for");
    }

    private static boolean hasPurpose(SourceTree.Source source) {
        Matcher type = TOP_LEVEL.matcher(source.text());
        return !type.find() || source.text().substring(0, type.start()).contains("/**");
    }

    /** A switch over a sealed type must not compile when a member is added; a default would make it. */
    @Test
    void sealedSwitchesHaveNoDefault() {
        Set<String> members = new HashSet<>();
        for (SourceTree.Source source : java) {
            if (source.isMain() && SEALED.matcher(source.text()).find()) {
                MEMBER.matcher(source.text()).results().forEach(m -> members.add(m.group(1)));
            }
        }
        Ratchet.check("sealed-default",
                Ratchet.count(java, s -> s.isMain() ? defaultsOverMembers(s.text(), members) : 0),
                "no default in a switch over a sealed type");
    }

    /** Counts switch blocks with both a default and a case whose pattern is a record or class of a sealed type. */
    private static int defaultsOverMembers(String text, Set<String> members) {
        Pattern pattern = Pattern.compile("\\bcase\\s+(?:\\w+\\.)*(\\w+)\\s*(?:\\(|\\s\\w+\\s*(?:->|when|&&))");
        int found = 0;
        String code = withoutComments(text);
        for (int at = code.indexOf("switch ("); at >= 0; at = code.indexOf("switch (", at + 1)) {
            String own = ownText(code, at);
            boolean overMembers = pattern.matcher(own).results().anyMatch(m -> members.contains(m.group(1)));
            found += overMembers && Pattern.compile("\\bdefault\\s*->").matcher(own).find() ? 1 : 0;
        }
        return found;
    }

    /** The text of a switch at the depth of its cases, without what stands in deeper braces. */
    private static String ownText(String code, int at) {
        StringBuilder own = new StringBuilder();
        int depth = 0;
        for (int i = code.indexOf('{', at); i >= 0 && i < code.length(); i++) {
            char c = code.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                break;
            }
            if (depth == 1) {
                own.append(c);
            }
        }
        return own.toString();
    }

    @Test
    void linksOfDocumentsResolve() {
        List<String> broken = new ArrayList<>();
        for (SourceTree.Source document : SourceTree.files(".md")) {
            Path folder = SourceTree.root().resolve(document.path()).getParent();
            LINK.matcher(document.text()).results().map(m -> m.group(1)).forEach(link -> {
                String target = link.replaceFirst("#.*", "");
                boolean isElsewhere = link.matches("[a-z]+:.*") || target.isEmpty();
                if (!isElsewhere && !Files.exists(folder.resolve(target))) {
                    broken.add(document.path() + " -> " + link);
                }
            });
        }
        assertEquals(List.of(), broken, "links to files that are not there");
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\n]*", " ");
    }
}
