package dev.millrace.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The drawing of modules and packages in docs/architecture.md is what the classes say. It stands between two marks and
 * is written anew with {@code mvn test -pl sql-tests -am -Dtest=DrawingTest -Dmillrace.drawing=write}; a change of it
 * is then seen in review.
 */
final class DrawingTest {
    private static final String BEGIN = "<!-- drawing: begin, checked by DrawingTest -->";
    private static final String END = "<!-- drawing: end -->";
    private static final String ROOT = "dev.millrace.";
    private static final Map<String, String> MODULES = Map.of("storage", "storage", "executor", "executor",
            "api", "executor", "sql", "sql-parser", "planner", "planner", "server", "server", "cli", "cli", "sqltests",
            "sql-tests");

    @Test
    void theDrawingIsTrue() throws IOException {
        Path document = SourceTree.root().resolve("docs/architecture.md");
        Assumptions.assumeTrue(Files.exists(document), "docs/architecture.md is not written yet");
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        Assumptions.assumeTrue(begin >= 0 && end > begin, "docs/architecture.md has no drawing yet");
        String drawn = text.substring(begin + BEGIN.length(), end).strip();
        String actual = drawing().strip();
        if ("write".equals(System.getProperty("millrace.drawing"))) {
            Files.writeString(document, text.substring(0, begin + BEGIN.length()) + "\n" + actual + "\n"
                    + text.substring(end));
            return;
        }
        assertEquals(actual, drawn, "the drawing in docs/architecture.md; -Dmillrace.drawing=write draws it anew");
    }

    private static String drawing() {
        JavaClasses house = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.millrace");
        Map<String, Set<String>> packages = new TreeMap<>();
        Map<String, Set<String>> modules = new TreeMap<>();
        for (JavaClass type : house) {
            String from = packageOf(type);
            if (from.equals("house")) {
                continue;
            }
            packages.computeIfAbsent(from, p -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = packageOf(dependency.getTargetClass().getBaseComponentType());
                if (to.isEmpty() || to.equals(from)) {
                    continue;
                }
                packages.get(from).add(to);
                if (!moduleOf(to).equals(moduleOf(from))) {
                    modules.computeIfAbsent(moduleOf(from), m -> new TreeSet<>()).add(moduleOf(to));
                }
            }
        }
        String graph = modules.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(to -> "    " + e.getKey() + " --> " + to))
                .collect(Collectors.joining("\n"));
        Stream<String> alone = new TreeSet<>(MODULES.values()).stream().filter(m -> !modules.containsKey(m)
                && modules.values().stream().noneMatch(to -> to.contains(m))).map(m -> "    " + m);
        String rows = packages.entrySet().stream()
                .map(e -> "| " + e.getKey() + " | " + used(e.getKey(), e.getValue()) + " |")
                .collect(Collectors.joining("\n"));
        return "```mermaid\ngraph TD\n" + graph + "\n" + alone.collect(Collectors.joining("\n"))
                + "\n```\n\n| package | uses |\n|---|---|\n" + rows;
    }

    private static String used(String from, Set<String> used) {
        Set<String> shown = used.isEmpty() ? Collections.singleton("nobody") : used;
        String module = from.split("\\.")[0] + ".";
        return shown.stream().map(p -> p.startsWith(module) ? "." + p.substring(module.length()) : p)
                .collect(Collectors.joining(", "));
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
    }

    private static String moduleOf(String name) {
        return Arrays.stream(name.split("\\.")).findFirst().map(MODULES::get).orElse("");
    }
}
