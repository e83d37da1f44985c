package dev.millrace.house;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who may see whom, as the drawing of the house has it. Each rule is one line of that drawing. */
final class ArchitectureTest {
    private static final String STORAGE = "dev.millrace.storage..";
    private static final String API = "dev.millrace.api..";
    private static final String EXECUTOR = "dev.millrace.executor..";
    private static final String PLAN = "dev.millrace.executor.plan..";
    private static final String PARSER = "dev.millrace.sql..";
    private static final String PLANNER = "dev.millrace.planner..";
    private static final String SERVER = "dev.millrace.server..";
    private static final String CLI = "dev.millrace.cli..";
    private static final String SQL_TESTS = "dev.millrace.sqltests..";
    private static final String OURS = "dev.millrace..";

    private static JavaClasses house;

    @BeforeAll
    static void importHouse() {
        house = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.millrace");
        assertTrue(house.stream().anyMatch(c -> c.getPackageName().startsWith("dev.millrace.executor")),
                "the executor is not on the class path: nothing would be checked");
    }

    @Test
    void calciteLivesBehindOneDoor() {
        check(noClasses().that().resideOutsideOfPackages(PARSER, PLANNER)
                .should().dependOnClassesThat().resideInAPackage("org.apache.calcite..")
                .because("Calcite is known to sql-parser and planner alone"));
    }

    @Test
    void onlyStorageKnowsRocksDb() {
        check(noClasses().that().resideOutsideOfPackage(STORAGE)
                .should().dependOnClassesThat().resideInAPackage("org.rocksdb.."));
    }

    @Test
    void onlyTheServerKnowsTheNetwork() {
        check(noClasses().that().resideOutsideOfPackage(SERVER)
                .should().dependOnClassesThat().resideInAPackage("io.netty.."));
    }

    @Test
    void theContractImportsOnlyTheJdk() {
        check(classes().that().resideInAPackage(PLAN)
                .should().onlyDependOnClassesThat().resideInAnyPackage(PLAN, "java..")
                .because("executor.plan is data that any engine can read"));
    }

    @Test
    void storageKnowsNobody() {
        check(noClasses().that().resideInAPackage(STORAGE).should().dependOnClassesThat(oursOutside(STORAGE)));
    }

    @Test
    void executorKnowsOnlyStorage() {
        check(noClasses().that().resideInAPackage(EXECUTOR).should()
                .dependOnClassesThat(oursOutside(EXECUTOR, STORAGE, API)));
    }

    @Test
    void theApiImportsOnlyTheJdk() {
        check(classes().that().resideInAPackage(API)
                .should().onlyDependOnClassesThat().resideInAnyPackage(API, "java..")
                .because("people's code is compiled against it alone"));
    }

    @Test
    void parserKnowsOnlyTheContract() {
        check(noClasses().that().resideInAPackage(PARSER).should().dependOnClassesThat(oursOutside(PARSER, PLAN)));
    }

    @Test
    void plannerKnowsOnlyTheParserAndTheContract() {
        check(noClasses().that().resideInAPackage(PLANNER).should()
                .dependOnClassesThat(oursOutside(PLANNER, PARSER, PLAN)));
    }

    @Test
    void serverIsNotKnownToIts() {
        check(noClasses().that().resideInAPackage(SERVER).should().dependOnClassesThat()
                .resideInAnyPackage(CLI, SQL_TESTS));
    }

    @Test
    void terminalSpeaksOnlyTheWire() {
        check(noClasses().that().resideInAPackage(CLI).should().dependOnClassesThat(oursOutside(CLI)));
    }

    @Test
    void sqlTestsSpeakOnlyTheWire() {
        check(noClasses().that().resideInAPackage(SQL_TESTS).should().dependOnClassesThat(oursOutside(SQL_TESTS)));
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices().matching("dev.millrace.(**)").should().beFreeOfCycles().allowEmptyShould(true)
                .check(house);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(house);
    }

    /** A class of Millrace that lies in none of these packages. */
    private static DescribedPredicate<JavaClass> oursOutside(String... allowed) {
        DescribedPredicate<JavaClass> elsewhere = DescribedPredicate.not(resideInAnyPackage(allowed));
        return resideInAPackage(OURS).and(elsewhere).and(resideOutsideOfPackage("dev.millrace.house.."))
                .as("are Millrace's, outside of %s", String.join(", ", allowed));
    }
}
