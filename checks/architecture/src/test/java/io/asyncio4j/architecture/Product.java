package io.asyncio4j.architecture;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Immutable. What is checked: the compiled modules, their descriptors, and the source files of the checkout.
final class Product {
    static final Path ROOT = Path.of(System.getProperty("asyncio4j.root"));

    private static final List<Path> LOCATIONS = Arrays
            .stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.startsWith(ROOT) && !path.endsWith("test-classes"))
            .toList();

    static final JavaClasses CLASSES =
            new ClassFileImporter().importLocations(LOCATIONS.stream().map(Product::location).toList());

    private Product() {}

    /// A module is a directory of classes after `compile` and a jar after `package`.
    private static Location location(Path path) {
        return path.toString().endsWith(".jar")
                ? Location.of(URI.create("jar:" + path.toUri() + "!/"))
                : Location.of(path);
    }

    /// The descriptors of the modules that have one.
    static List<ModuleDescriptor> modules() {
        return ModuleFinder.of(LOCATIONS.toArray(Path[]::new)).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> !module.isAutomatic())
                .toList();
    }

    static Set<String> exportedPackages() {
        return modules().stream()
                .flatMap(module -> module.exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(toUnmodifiableSet());
    }

    static boolean isOwn(JavaClass type) {
        return type.getPackageName().equals("io.asyncio4j") || type.getPackageName().startsWith("io.asyncio4j.");
    }

    /// Java files below `src/main/java` (or `src/test/java`) of every module, without what a build has made.
    static List<Path> sources(String kind) {
        Path part = Path.of("src", kind, "java");
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> contains(ROOT.relativize(file), part) && !contains(file, Path.of("target")))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean contains(Path path, Path part) {
        for (int i = 0; i + part.getNameCount() <= path.getNameCount(); i++) {
            if (path.subpath(i, i + part.getNameCount()).equals(part)) return true;
        }
        return false;
    }
}
