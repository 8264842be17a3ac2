package io.asyncio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What types look like: names, inheritance, signatures.
class ShapeTest {
    /// Names that say nothing; "context manager" is a term of asyncio's.
    private static final Pattern EMPTY_NAME = Pattern
            .compile("(?<!Context)(Utils?|Utilities|Helpers?|Managers?|Impl|Common|Commons)$");
    private static final Set<String> EMPTY_PACKAGES = Set.of("util", "utils", "common", "helper", "helpers", "manager",
            "impl", "misc");

    @Test
    void everyNameSaysSomething() {
        assertThat(own().map(JavaClass::getSimpleName).filter(name -> EMPTY_NAME.matcher(name).find())).isEmpty();
        assertThat(own().map(JavaClass::getPackageName).distinct()
                .filter(name -> Stream.of(name.split("\\.")).anyMatch(EMPTY_PACKAGES::contains))).isEmpty();
    }

    @Test
    void inheritanceIsAtMostTwoDeepAndThreeForExceptions() {
        assertThat(own().filter(type -> depth(type) > (type.isAssignableTo(Throwable.class) ? 3 : 2))
                .map(JavaClass::getName)).isEmpty();
    }

    @Test
    void noNettyTypeStandsInAPublicSignature() {
        Set<String> exported = Product.exportedPackages();
        assertThat(own().filter(type -> exported.contains(type.getPackageName()) && visible(type.getModifiers()))
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> visible(member.getModifiers()))
                .filter(member -> signature(member).anyMatch(type -> type.getPackageName().startsWith("io.netty")))
                .map(JavaMember::getFullName)).isEmpty();
    }

    private static Stream<JavaClass> own() {
        return Product.CLASSES.stream().filter(Product::isOwn);
    }

    private static boolean visible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signature(JavaMember member) {
        Stream<JavaClass> types = member instanceof JavaCodeUnit code
                ? Stream.concat(code.getRawParameterTypes().stream(), Stream.of(code.getRawReturnType()))
                : member.getAllInvolvedRawTypes().stream();
        return types.map(JavaClass::getBaseComponentType);
    }

    private static long depth(JavaClass type) {
        return type.getAllRawSuperclasses().stream().filter(Product::isOwn).count();
    }
}
