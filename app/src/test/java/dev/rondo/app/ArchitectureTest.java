package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Holds every module to the rules that [Modules] and [Forbidden] list.
class ArchitectureTest {
  /// Libraries that belong to the edges, by package, with the modules that may touch them.
  private static final Map<String, Set<String>> EDGES =
      Map.of("io.helidon.", Set.of("api", "web", "app"), "gg.jte.", Set.of("web", "app"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("/dev/rondo/kernel/testing/"))
          .importPackages("dev.rondo");

  @Test
  void theScanSawEveryModule() {
    assertThat(CLASSES.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
        .isEqualTo(Modules.ARROWS.keySet());
    assertThat(CLASSES.size()).isGreaterThan(300);
  }

  @Test
  void modulesUseOnlyWhatStandsBelowThem() {
    assertThat(
            dependencies()
                .filter(
                    d -> !Modules.mayUse(module(d.getOriginClass()), module(d.getTargetClass())))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void modulesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.rondo.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
    Set<String> below = new HashSet<>();
    for (int size = -1; size < below.size(); ) {
      size = below.size();
      Modules.ARROWS.forEach((module, arrows) -> {
        if (below.containsAll(arrows)) {
          below.add(module);
        }
      });
    }
    assertThat(below).isEqualTo(Modules.ARROWS.keySet());
  }

  @Test
  void whatIsInsideAModuleStaysThere() {
    assertThat(
            dependencies()
                .filter(d -> !module(d.getOriginClass()).equals(module(d.getTargetClass())))
                .filter(d -> isInside(d.getTargetClass()))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean isInside(JavaClass target) {
    String module = module(target);
    String name = target.getPackageName();
    return !module.isEmpty()
        && (name.contains(".internal")
            || !(name.equals("dev.rondo." + module)
                || Modules.OPEN.contains(module)
                || Modules.OPEN_PACKAGES.contains(name)));
  }

  @Test
  void theLibrariesOfTheEdgesStayThere() {
    List<String> found = new ArrayList<>();
    EDGES.forEach((library, modules) ->
        dependencies()
            .filter(d -> d.getTargetClass().getName().startsWith(library))
            .filter(d -> !modules.contains(module(d.getOriginClass())))
            .forEach(d -> found.add(d.getDescription())));
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<JavaPackage> packages =
        CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    assertThat(
            packages.stream()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName))
        .isEmpty();
  }

  @Test
  void forbiddenCallsStandOnlyInTheirPlaces() {
    List<String> found = new ArrayList<>();
    for (JavaClass origin : CLASSES) {
      for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
        Forbidden.LIST.stream()
            .filter(rule -> rule.calls().test(access) && !rule.isAllowedIn(origin.getName()))
            .forEach(rule -> found.add(rule.what() + ": " + access.getDescription()));
      }
    }
    assertThat(found).isEmpty();
  }

  private static Stream<Dependency> dependencies() {
    return CLASSES.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream());
  }

  private static String module(JavaClass type) {
    return Modules.of(type.getPackageName());
  }
}
