package io.asyncio4j.docs;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What programs compiled against the library rely on: the public and protected signatures of its modules, with their
/// nullness, as text. Stateless. As a program it writes them to the file `api.txt` of each module: `aio api`.
final class Signatures {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final String PREFIX = "io.asyncio4j.";

    private Signatures() {}

    /// The text of each module of the checkout that lies on the class path, by the file it belongs to.
    static Map<Path, String> of(Path root) throws IOException {
        Path[] own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(entry -> entry.startsWith(root) && !entry.endsWith("test-classes")
                        && !entry.toString().contains("/lib/"))
                .toArray(Path[]::new);
        Map<Path, String> texts = new TreeMap<>();
        for (ModuleReference module : ModuleFinder.of(own).findAll()) {
            Path directory = root.resolve(module.descriptor().name().replace(PREFIX, ""));
            if (Files.exists(directory.resolve("pom.xml"))) texts.put(directory.resolve("api.txt"), text(module));
        }
        return texts;
    }

    public static void main(String... arguments) throws IOException {
        for (var module : of(Path.of(arguments[0])).entrySet()) Files.writeString(module.getKey(), module.getValue());
    }

    private static String text(ModuleReference module) throws IOException {
        Set<String> exported = module.descriptor().exports().stream().filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        Map<String, String> types = new TreeMap<>();
        try (var reader = module.open(); var entries = reader.list()) {
            for (String entry : entries.filter(name -> name.endsWith(".class")).toList()) {
                String name = entry.replace(".class", "").replace('/', '.');
                if (name.indexOf('.') < 0 || !exported.contains(name.substring(0, name.lastIndexOf('.')))) continue;
                Class<?> type = load(name);
                if (isVisible(type)) types.put(name, text(type));
            }
        }
        return "module " + module.descriptor().name() + ", names below io.asyncio4j\n\n"
                + String.join("\n", types.values());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Signatures.class.getClassLoader());
        } catch (ClassNotFoundException listed) {
            throw new IllegalStateException(listed);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !type.isSynthetic()
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static String text(Class<?> type) {
        StringBuilder head = new StringBuilder(type.toGenericString());
        AnnotatedType above = type.getAnnotatedSuperclass();
        if (above != null && above.getType() != Object.class && !type.isRecord() && !type.isEnum()) {
            head.append(" extends ").append(above);
        }
        append(head, type.isInterface() ? " extends " : " implements ", List.of(type.getAnnotatedInterfaces()));
        if (type.isSealed()) {
            append(head, " permits ", Stream.of(type.getPermittedSubclasses()).map(Class::getName).sorted().toList());
        }
        Map<String, String> members = new TreeMap<>();
        // What a hidden superclass has is its visible subclasses'.
        for (Class<?> from = type; from != null && (from == type || !isVisible(from)); from = from.getSuperclass()) {
            if (from == type)
                Stream.of(from.getDeclaredConstructors()).filter(Signatures::isVisible)
                        .forEach(each -> members.put(text(each), text(each)));
            Stream.of(from.getDeclaredFields()).filter(Signatures::isVisible)
                    .forEach(each -> members.put(each.getName() + " " + text(each), text(each)));
            Stream.of(from.getDeclaredMethods()).filter(Signatures::isVisible)
                    .filter(each -> !OF_EVERY_OBJECT.contains(each.getName()))
                    .forEach(each -> members.put(each.getName() + " " + text(each), text(each)));
        }
        return shorter(head + "\n") + members.values().stream().map(each -> "    " + shorter(each) + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isVisible(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private static String text(Field field) {
        return Modifier.toString(field.getModifiers()) + " " + field.getAnnotatedType() + " " + field.getName();
    }

    private static String text(Executable call) {
        StringBuilder text = new StringBuilder();
        int modifiers = call.getModifiers()
                & (call instanceof Method ? Modifier.methodModifiers() : Modifier.constructorModifiers())
                & ~(Modifier.SYNCHRONIZED | Modifier.NATIVE | Modifier.STRICT);
        text.append(Modifier.toString(modifiers)).append(' ');
        if (call instanceof Method method && method.isDefault()) text.append("default ");
        if (call.getTypeParameters().length > 0) {
            text.append(Stream.of(call.getTypeParameters()).map(Signatures::text)
                    .collect(Collectors.joining(", ", "<", "> ")));
        }
        text.append(call instanceof Constructor<?> made ? made.getDeclaringClass().getSimpleName()
                : call.getAnnotatedReturnType() + " " + call.getName());
        String parameters = Arrays.stream(call.getAnnotatedParameterTypes()).map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (call.isVarArgs()) parameters = parameters.substring(0, parameters.length() - 2) + "...";
        text.append('(').append(parameters).append(')');
        append(text, " throws ", List.of(call.getAnnotatedExceptionTypes()));
        return text.toString();
    }

    private static String text(TypeVariable<?> variable) {
        StringBuilder text = new StringBuilder(variable.getName());
        List<String> bounds = Stream.of(variable.getAnnotatedBounds()).map(String::valueOf)
                .filter(bound -> !bound.equals(Object.class.getName())).toList();
        if (!bounds.isEmpty()) text.append(" extends ").append(String.join(" & ", bounds));
        return text.toString();
    }

    private static void append(StringBuilder text, String word, Collection<?> what) {
        if (!what.isEmpty()) {
            text.append(word).append(what.stream().map(each -> each instanceof Type type ? type.getTypeName()
                    : String.valueOf(each)).collect(Collectors.joining(", ")));
        }
    }

    private static String shorter(String text) {
        return text.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "").replace(PREFIX, "")
                .replace("@org.jspecify.annotations.Nullable()", "@Nullable");
    }
}
