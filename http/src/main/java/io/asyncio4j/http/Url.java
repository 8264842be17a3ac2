package io.asyncio4j.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An absolute `http` or `https` address. Immutable.
///
/// Path and query are kept byte for byte and sent as they are: nothing is decoded, encoded or put in order, so signed
/// addresses stay valid. Whatever may not stand in an address is refused; [#escape] encodes it on request. The fragment
/// is dropped, it never leaves the client.
public final class Url {

    private final Origin origin;
    private final @Nullable String userInfo;
    private final String path;
    private final @Nullable String query;

    private Url(Origin origin, @Nullable String userInfo, String path, @Nullable String query) {
        this.origin = origin;
        this.userInfo = userInfo;
        this.path = path;
        this.query = query;
    }

    /// {@return the address that `text` spells}
    ///
    /// @param text an absolute address, such as `http://example.org/a?b=c`
    /// @throws IllegalArgumentException when it is not an absolute http or https address; the message says why
    public static Url parse(String text) {
        Objects.requireNonNull(text, "text");
        requireLegal(text);
        int colon = text.indexOf("://");
        if (colon <= 0) {
            throw bad(text, "has no scheme", "write http://... or https://...");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(text, "has the unsupported scheme '" + scheme + "'", "use http or https");
        }
        int start = colon + 3;
        int end = endOfAuthority(text, start);
        String authority = text.substring(start, end);
        if (authority.indexOf('\\') >= 0) {
            throw bad(text, "has a backslash in its host", "use slashes");
        }
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? null : authority.substring(0, at);
        Origin origin = Authority.parse(text, scheme, authority.substring(at + 1));
        int hash = text.indexOf('#', end);
        String rest = hash < 0 ? text.substring(end) : text.substring(end, hash);
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        return new Url(origin, userInfo, path.isEmpty() ? "/" : path,
                mark < 0 ? null : rest.substring(mark + 1));
    }

    /// {@return the address that `reference` means on this page (RFC 3986, 5.2)}
    ///
    /// @param reference an absolute or relative reference, such as `../b?c`
    /// @throws IllegalArgumentException when the outcome is not an http or https address
    public Url resolve(String reference) {
        Objects.requireNonNull(reference, "reference");
        requireLegal(reference);
        if (hasScheme(reference)) {
            return parse(reference);
        }
        if (reference.startsWith("//")) {
            return parse(origin.scheme() + ":" + reference);
        }
        int hash = reference.indexOf('#');
        String bare = hash < 0 ? reference : reference.substring(0, hash);
        int mark = bare.indexOf('?');
        String newPath = mark < 0 ? bare : bare.substring(0, mark);
        String newQuery = mark < 0 ? null : bare.substring(mark + 1);
        if (newPath.isEmpty()) {
            return new Url(origin, userInfo, path, mark < 0 ? query : newQuery);
        }
        String merged =
                newPath.startsWith("/") ? newPath : path.substring(0, path.lastIndexOf('/') + 1) + newPath;
        return new Url(origin, userInfo, DotSegments.remove(merged), newQuery);
    }

    /// {@return `text` with every character that may not stand in an address percent-encoded; `%` stays}
    ///
    /// @param text an address or a part of one, such as a link found on a page
    /// @param charset how characters outside ASCII become bytes
    public static String escape(String text, Charset charset) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(charset, "charset");
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isLegal(c)) {
                out.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(charset)) {
                    out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
                }
            }
        });
        return out.toString();
    }

    /// {@return `text` with percent-encoded bytes read as UTF-8; a `%` without two digits stays as it is}
    ///
    /// @param text a part of an address, such as a path segment
    public static String unescape(String text) {
        Objects.requireNonNull(text, "text");
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low >= 0) {
                out[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    /// {@return scheme, host and port}
    public Origin origin() {
        return origin;
    }

    /// {@return the part before `@`, or null}
    public @Nullable String userInfo() {
        return userInfo;
    }

    /// {@return the path, at least `/`}
    public String path() {
        return path;
    }

    /// {@return what follows the question mark, or null}
    public @Nullable String query() {
        return query;
    }

    /// {@return path and query, as the request line has them}
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Url url && origin.equals(url.origin) && Objects.equals(userInfo, url.userInfo)
                && path.equals(url.path) && Objects.equals(query, url.query);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, path, query);
    }

    /// {@return the address without user name and password}
    @Override
    public String toString() {
        return origin + target();
    }

    private static final String HEX = "0123456789ABCDEF";

    private static boolean isLegal(int c) {
        return c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
    }

    private static void requireLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Space, controls and what is not ASCII could split the request line; the rest is merely unusual.
            if (c <= ' ' || c >= 0x7f) {
                throw new IllegalArgumentException(
                        "address contains an illegal character: U+%04X at index %d; percent-encode it (Url.escape)"
                                .formatted((int) c, i));
            }
        }
    }

    private static boolean hasScheme(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c == ':') {
                return i > 0;
            }
            if (!(Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.')) {
                return false;
            }
        }
        return false;
    }

    private static int endOfAuthority(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    static IllegalArgumentException bad(String text, String wrong, String remedy) {
        int at = text.lastIndexOf('@');
        String shown = at < 0 ? text : "..." + text.substring(at);
        return new IllegalArgumentException("address " + wrong + ": " + shown + "; " + remedy);
    }
}
