package io.asyncio4j.http;

import java.util.List;

/// A response pointed elsewhere once more than allowed. Immutable.
public final class TooManyRedirectsException extends HttpException {

    private static final long serialVersionUID = 1;

    private final transient List<Url> hops;

    /// Creates the exception.
    ///
    /// @param message where it began and how many hops are allowed
    /// @param hops the addresses visited, in order
    public TooManyRedirectsException(String message, List<Url> hops) {
        super(message, null);
        this.hops = List.copyOf(hops);
    }

    /// {@return the addresses visited, in order}
    public List<Url> hops() {
        return hops;
    }
}
