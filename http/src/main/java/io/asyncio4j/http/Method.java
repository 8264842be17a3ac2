package io.asyncio4j.http;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// A request method. Immutable.
///
/// Methods are case-sensitive on the wire; [#of] raises the letters, the constructor keeps them.
///
/// @param name an RFC 9110 token, such as `GET`
public record Method(String name) {

    /// Asks for a resource.
    public static final Method GET = new Method("GET");
    /// Asks for the headers that GET would give.
    public static final Method HEAD = new Method("HEAD");
    /// Hands a body over for processing.
    public static final Method POST = new Method("POST");
    /// Stores the body under the address.
    public static final Method PUT = new Method("PUT");
    /// Changes a resource in part.
    public static final Method PATCH = new Method("PATCH");
    /// Removes a resource.
    public static final Method DELETE = new Method("DELETE");
    /// Asks what the address allows.
    public static final Method OPTIONS = new Method("OPTIONS");
    /// Asks for an echo of the request.
    public static final Method TRACE = new Method("TRACE");

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    /// Checks the name.
    ///
    /// @throws IllegalArgumentException when it is not a token
    public Method {
        FieldSyntax.checkToken("method", name);
    }

    /// {@return the method of that name in capital letters}
    ///
    /// @param name the name in any case
    /// @throws IllegalArgumentException when it is not a token
    public static Method of(String name) {
        Objects.requireNonNull(name, "name");
        return new Method(name.toUpperCase(Locale.ROOT));
    }

    /// {@return whether sending the request twice does no more than sending it once}
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
