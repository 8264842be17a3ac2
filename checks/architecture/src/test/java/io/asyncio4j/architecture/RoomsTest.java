package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which room uses which.
class RoomsTest {
    private static final Rooms ROOMS = Rooms.read();

    @Test
    void theProductIsThere() {
        assertThat(Product.CLASSES.size()).isGreaterThan(20);
        assertThat(Product.modules()).extracting(ModuleDescriptor::name).contains("io.asyncio4j.coroutine",
                "io.asyncio4j.core",
                "io.asyncio4j.testing", "io.asyncio4j.net", "io.asyncio4j.os", "io.asyncio4j.http");
    }

    @Test
    void arrowsBetweenRoomsAreThoseOfTheTable() {
        assertThat(dependencies(target -> Product.isOwn(target))
                .filter(each -> !ROOMS.allows(packageOf(each.getOriginClass()), packageOf(each.getTargetClass())))
                .map(Dependency::getDescription)).isEmpty();
    }

    @Test
    void packagesAreFreeOfCycles() {
        SlicesRuleDefinition.slices().matching("io.asyncio4j.(**)").should().beFreeOfCycles()
                .allowEmptyShould(true).check(Product.CLASSES);
    }

    @Test
    void nettyIsImportedInTwoHiddenRoomsOnly() {
        assertThat(dependencies(target -> target.getPackageName().startsWith("io.netty"))
                .filter(each -> !within(packageOf(each.getOriginClass()), "io.asyncio4j.net.netty",
                        "io.asyncio4j.http.codec"))
                .map(Dependency::getDescription)).isEmpty();
    }

    @Test
    void internalsOfTheJdkAreNamedByTheContinuationEngineOnly() {
        assertThat(dependencies(target -> target.getPackageName().startsWith("jdk.internal"))
                .filter(each -> !within(packageOf(each.getOriginClass()), "io.asyncio4j.coroutine.continuation"))
                .map(Dependency::getDescription)).isEmpty();
    }

    @Test
    void hiddenRoomsAreNotExportedAndTheOthersAre() {
        Set<String> exported = Product.exportedPackages();
        assertThat(exported).noneMatch(ROOMS::isHidden);
        assertThat(Product.modules().stream().flatMap(module -> module.packages().stream())
                .filter(name -> !ROOMS.isHidden(name) && !isProgram(name) && hasPublicTypes(name)))
                .isSubsetOf(exported);
    }

    /// docs/adr/0020 and 0040 give the reasons for those there are.
    @Test
    void onlyTheCodecsOfHttpAndTheStartOfProcessesLookIntoAHiddenRoomOfAnotherModule() {
        assertThat(Product.modules().stream().flatMap(module -> module.exports().stream())
                .filter(ModuleDescriptor.Exports::isQualified)
                .map(export -> export.source() + " to " + export.targets()))
                .isSubsetOf("io.asyncio4j.net.netty to [io.asyncio4j.http]",
                        "io.asyncio4j.net.posix to [io.asyncio4j.os]");
    }

    @Test
    void programsUseExportedPackagesOnly() {
        Set<String> exported = Product.exportedPackages();
        assertThat(dependencies(target -> Product.isOwn(target) && !isProgram(target.getPackageName()))
                .filter(each -> isProgram(each.getOriginClass().getPackageName()))
                .filter(each -> !exported.contains(packageOf(each.getTargetClass())))
                .map(Dependency::getDescription)).isEmpty();
    }

    private static boolean hasPublicTypes(String packageName) {
        return Product.CLASSES.stream().anyMatch(type -> type.getPackageName().equals(packageName)
                && type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    private static Stream<Dependency> dependencies(Predicate<JavaClass> target) {
        return Product.CLASSES.stream().filter(Product::isOwn)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(each -> target.test(each.getTargetClass().getBaseComponentType()));
    }

    private static String packageOf(JavaClass type) {
        return type.getBaseComponentType().getPackageName();
    }

    private static boolean isProgram(String packageName) {
        return within(packageName, "io.asyncio4j.crawler", "io.asyncio4j.examples", "io.asyncio4j.conformance",
                "io.asyncio4j.benchmarks");
    }

    private static boolean within(String packageName, String... packages) {
        return Stream.of(packages).anyMatch(name -> packageName.equals(name) || packageName.startsWith(name + "."));
    }
}
