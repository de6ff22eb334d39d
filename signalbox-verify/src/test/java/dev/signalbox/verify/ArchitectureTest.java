package dev.signalbox.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/// The dependency rules of docs/architecture.md, held by the build.
@AnalyzeClasses(packages = "dev.signalbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.signalbox",
        "dev.signalbox.chat",
        "dev.signalbox.signal",
        "dev.signalbox.model",
        "dev.signalbox.estimate",
        "dev.signalbox.provider",
        "dev.signalbox.plan",
        "dev.signalbox.journal",
        "dev.signalbox.run"
    };

    @ArchTest
    static final ArchRule CORE_NEEDS_NOTHING_BUT_THE_JDK = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(CORE, "java..", "org.jspecify.annotations"));

    /// Bottom up, each package answers one question and knows only those before it.
    @ArchTest
    static final ArchRule CORE_PACKAGES_HAVE_AN_ORDER = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.signalbox..")
            .layer("chat")
            .definedBy("dev.signalbox.chat")
            .layer("signal")
            .definedBy("dev.signalbox.signal")
            .layer("model")
            .definedBy("dev.signalbox.model")
            .layer("estimate")
            .definedBy("dev.signalbox.estimate")
            .layer("provider")
            .definedBy("dev.signalbox.provider")
            .layer("plan")
            .definedBy("dev.signalbox.plan")
            .layer("journal")
            .definedBy("dev.signalbox.journal")
            .layer("run")
            .definedBy("dev.signalbox.run")
            .layer("root")
            .definedBy("dev.signalbox")
            .layer("floors above")
            .definedBy(
                    "dev.signalbox.standard..",
                    "dev.signalbox.checks..",
                    "dev.signalbox.encoders..",
                    "dev.signalbox.providers..",
                    "dev.signalbox.store..",
                    "dev.signalbox.learning..",
                    "dev.signalbox.gateway..",
                    "dev.signalbox.testkit..",
                    "dev.signalbox.app..")
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("floors above")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("root", "floors above")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("run", "root", "floors above")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("journal", "run", "root", "floors above")
            .whereLayer("provider")
            .mayOnlyBeAccessedByLayers("plan", "journal", "run", "root", "floors above")
            .whereLayer("estimate")
            .mayOnlyBeAccessedByLayers("plan", "journal", "run", "root", "floors above")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("estimate", "provider", "plan", "journal", "run", "root", "floors above")
            .whereLayer("signal")
            .mayOnlyBeAccessedByLayers(
                    "model", "estimate", "provider", "plan", "journal", "run", "root", "floors above");

    @ArchTest
    static final ArchRule MODULES_DO_NOT_KNOW_THEIR_SIBLINGS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.signalbox..")
            .layer("core")
            .definedBy(CORE)
            .layer("standard")
            .definedBy("dev.signalbox.standard..")
            .layer("checks")
            .definedBy("dev.signalbox.checks..")
            .layer("encoders")
            .definedBy("dev.signalbox.encoders..")
            .layer("providers")
            .definedBy("dev.signalbox.providers..")
            .layer("store")
            .definedBy("dev.signalbox.store..")
            .layer("learning")
            .definedBy("dev.signalbox.learning..")
            .layer("gateway")
            .definedBy("dev.signalbox.gateway..")
            .layer("app")
            .definedBy("dev.signalbox.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("providers")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("checks")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("encoders")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("learning")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("standard")
            .mayOnlyBeAccessedByLayers("app", "learning", "checks");

    @ArchTest
    static final ArchRule THE_HTTP_LIBRARY_STAYS_AT_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.gateway..", "dev.signalbox.providers..", "dev.signalbox.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    /// The app creates the one Vertx instance that gateway and providers share, and does nothing else with it.
    @ArchTest
    static final ArchRule THE_APP_ONLY_CREATES_THE_HTTP_LIBRARY = noClasses()
            .that()
            .resideInAPackage("dev.signalbox.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.core.net..", "io.netty..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_SPEAKS_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule ONLY_THE_APP_READS_YAML_AND_CEL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..", "dev.cel..", "picocli..");

    /// Clock, randomness and ids come from outside, so that a replay is exact. Kits are tests, and tests have a clock.
    @ArchTest
    static final ArchRule NOBODY_BUT_THE_APP_ASKS_THE_WALL_CLOCK_OR_ROLLS_DICE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.app..", "dev.signalbox.testkit..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    /// Nested types that are always read with their owner, as `Health.Options`.
    private static final Set<String> READ_WITH_THEIR_OWNER = Set.of("Kind", "Options", "Result");

    @ArchTest
    static void oneSimpleNameMeansOneThing(JavaClasses all) {
        var places = new TreeMap<String, Set<String>>();
        for (var type : all) {
            var name = type.getSimpleName();
            if (!isPublic(type) || name.isEmpty() || READ_WITH_THEIR_OWNER.contains(name)) continue;
            places.computeIfAbsent(name, _ -> new TreeSet<>()).add(type.getName());
        }
        assertThat(places).hasSizeGreaterThan(300);
        assertThat(places.values().stream().filter(types -> types.size() > 1)).isEmpty();
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .that()
            .resideInAPackage("dev.signalbox..")
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage()
                            .tryGetAnnotationOfType(NullMarked.class)
                            .isPresent()) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getPackageName() + " has no @NullMarked package-info"));
                    }
                }
            });

    private static String[] with(String[] packages, String... more) {
        var all = java.util.Arrays.copyOf(packages, packages.length + more.length);
        System.arraycopy(more, 0, all, packages.length, more.length);
        return all;
    }
}
