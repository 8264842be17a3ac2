package io.asyncio4j.http;

/// Where a request goes: scheme, host and port. Immutable. Credentials and connections belong to one origin.
///
/// @param scheme `http` or `https`
/// @param host a name in lower case or an IP address, IPv6 without brackets
/// @param port 1 to 65535
public record Origin(String scheme, String host, int port) {

    /// {@return whether connections are encrypted}
    public boolean isSecure() {
        return scheme.equals("https");
    }

    /// {@return host and port as the `Host` header has them: IPv6 in brackets, the usual port left out}
    public String hostHeader() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isSecure() ? 443 : 80) ? name : name + ":" + port;
    }

    /// {@return host and port, always both}
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + hostHeader();
    }
}
