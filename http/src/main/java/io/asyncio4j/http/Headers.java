package io.asyncio4j.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The header fields of a message: ordered, multi-valued, names compared without regard to case.
///
/// Immutable; safe to share between loops and threads. [#with], [#adding] and [#without] return changed copies.
///
/// Every name and value is checked where it enters: a name is an RFC 9110 token, a value holds no control character but
/// the tab and nothing outside ISO-8859-1. So no header can end its line and begin another one.
///
/// The counterpart of aiohttp's `CIMultiDict`.
public final class Headers implements Iterable<Headers.Field> {

    /// One field as it stands in the message.
    ///
    /// @param name the name, spelled as given
    /// @param value the value without surrounding white space
    public record Field(String name, String value) {

        /// Checks both parts.
        ///
        /// @throws IllegalArgumentException for a character that may not stand there
        public Field {
            FieldSyntax.checkName(name);
            value = FieldSyntax.checkValue(name, value);
        }

        @Override
        public String toString() {
            return name + ": " + (FieldSyntax.isSecret(name) ? "(hidden)" : value);
        }
    }

    private static final Headers EMPTY = new Headers(List.of());

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /// {@return no headers at all}
    public static Headers empty() {
        return EMPTY;
    }

    /// {@return headers from names and values in turn, duplicates kept}
    ///
    /// @param namesAndValues name, value, name, value, ...
    /// @throws IllegalArgumentException for an odd number of strings or an illegal character
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "Headers.of got an odd number of strings: " + namesAndValues.length
                            + "; give each name its value");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// {@return an empty builder}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return a copy in which `name` has exactly this value}
    ///
    /// @param name the field to replace, or to add where it was absent
    /// @param value its only value
    /// @throws IllegalArgumentException for an illegal character
    public Headers with(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Field field = new Field(name, value);
        List<Field> copy = new ArrayList<>(fields.size() + 1);
        boolean placed = false;
        for (Field old : fields) {
            if (!old.name.equalsIgnoreCase(name)) {
                copy.add(old);
            } else if (!placed) {
                copy.add(field);
                placed = true;
            }
        }
        if (!placed) {
            copy.add(field);
        }
        return new Headers(List.copyOf(copy));
    }

    /// {@return a copy with one more field at the end; earlier ones of the name stay}
    ///
    /// @param name the name
    /// @param value the value
    /// @throws IllegalArgumentException for an illegal character
    public Headers adding(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        List<Field> copy = new ArrayList<>(fields);
        copy.add(new Field(name, value));
        return new Headers(List.copyOf(copy));
    }

    /// {@return a copy without any field of the name}
    ///
    /// @param name the name
    public Headers without(String name) {
        if (!contains(name)) {
            return this;
        }
        List<Field> copy = new ArrayList<>(fields);
        copy.removeIf(field -> field.name.equalsIgnoreCase(name));
        return new Headers(List.copyOf(copy));
    }

    /// {@return the first value of the name}
    ///
    /// @param name the name
    public Optional<String> first(String name) {
        return Optional.ofNullable(firstOrNull(name));
    }

    /// {@return all values of the name, in order}
    ///
    /// @param name the name
    public List<String> all(String name) {
        Objects.requireNonNull(name, "name");
        return fields.stream().filter(field -> field.name.equalsIgnoreCase(name)).map(Field::value).toList();
    }

    /// {@return the only value of the name}
    ///
    /// @param name the name
    /// @throws NoSuchElementException when it is absent
    public String get(String name) {
        String value = firstOrNull(name);
        if (value == null) {
            throw new NoSuchElementException(
                    "header is absent: " + name + "; ask with first() or contains()");
        }
        return value;
    }

    /// {@return whether there is a field of the name}
    ///
    /// @param name the name
    public boolean contains(String name) {
        return firstOrNull(name) != null;
    }

    /// {@return whether a comma-separated field of the name lists `token`, without regard to case}
    ///
    /// @param name the name, such as `Connection`
    /// @param token the token, such as `close`
    public boolean lists(String name, String token) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(token, "token");
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                for (String part : field.value.split(",", -1)) {
                    if (part.strip().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// {@return the names in lower case, each once, in order of first appearance}
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Field field : fields) {
            names.add(field.name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /// {@return the number of fields}
    public int size() {
        return fields.size();
    }

    /// {@return all fields in order}
    public List<Field> fields() {
        return fields;
    }

    @Override
    public Iterator<Field> iterator() {
        return fields.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && fields.equals(headers.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /// {@return the fields for people to read; values of credentials and cookies are hidden}
    @Override
    public String toString() {
        return fields.toString();
    }

    private @Nullable String firstOrNull(String name) {
        Objects.requireNonNull(name, "name");
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                return field.value;
            }
        }
        return null;
    }

    /// Collects fields. Owner-confined.
    public static final class Builder {

        private final List<Field> fields = new ArrayList<>();

        private Builder() {
        }

        /// {@return this, with one more field}
        ///
        /// @param name the name
        /// @param value the value
        /// @throws IllegalArgumentException for an illegal character
        public Builder add(String name, String value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            fields.add(new Field(name, value));
            return this;
        }

        /// {@return this, with all fields of `headers` added}
        ///
        /// @param headers what to add
        public Builder addAll(Headers headers) {
            Objects.requireNonNull(headers, "headers");
            fields.addAll(headers.fields);
            return this;
        }

        /// {@return the headers collected so far}
        public Headers build() {
            return fields.isEmpty() ? EMPTY : new Headers(List.copyOf(fields));
        }
    }
}
