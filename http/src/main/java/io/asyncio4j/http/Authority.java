package io.asyncio4j.http;

import java.util.Locale;

/// Reads host and port of an address. Immutable, no state.
///
/// Hosts that are numbers in disguise (`2130706433`, `0177.1`, `0x7f.1`) are refused: what they reach differs between
/// resolvers, which lets a forged address slip past a check.
final class Authority {

    private Authority() {
    }

    static Origin parse(String url, String scheme, String hostAndPort) {
        String host;
        String port;
        if (hostAndPort.startsWith("[")) {
            int close = hostAndPort.indexOf(']');
            if (close < 0) {
                throw Url.bad(url, "has '[' without ']'", "write an IPv6 host as [::1]");
            }
            host = hostAndPort.substring(1, close);
            port = hostAndPort.substring(close + 1);
            checkIpv6(url, host);
            if (!port.isEmpty() && !port.startsWith(":")) {
                throw Url.bad(url, "has text after ']'", "write the port as [::1]:8080");
            }
            port = port.isEmpty() ? "" : port.substring(1);
        } else {
            int colon = hostAndPort.indexOf(':');
            host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
            port = colon < 0 ? "" : hostAndPort.substring(colon + 1);
            checkName(url, host);
        }
        return new Origin(scheme, host.toLowerCase(Locale.ROOT), port(url, scheme, port));
    }

    private static int port(String url, String scheme, String digits) {
        if (digits.isEmpty()) {
            return scheme.equals("https") ? 443 : 80;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || i >= 5) {
                throw Url.bad(url, "has the bad port '" + digits + "'", "use 1 to 65535");
            }
            port = port * 10 + c - '0';
        }
        if (port < 1 || port > 65_535) {
            throw Url.bad(url, "has the bad port '" + digits + "'", "use 1 to 65535");
        }
        return port;
    }

    private static void checkName(String url, String host) {
        if (host.isEmpty()) {
            throw Url.bad(url, "has no host", "write http://example.org/");
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!((c < 0x80 && Character.isLetterOrDigit(c)) || c == '-' || c == '.' || c == '_')) {
                throw Url.bad(url, "has an illegal character in its host: " + c,
                        "use letters, digits, '-' and '.'");
            }
        }
        String last = lastLabel(host);
        if (looksNumeric(last) && !isDottedQuad(host)) {
            throw Url.bad(url, "has the ambiguous numeric host '" + host + "'",
                    "write the address as 127.0.0.1");
        }
    }

    private static String lastLabel(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return bare.substring(bare.lastIndexOf('.') + 1);
    }

    private static boolean looksNumeric(String label) {
        return !label.isEmpty()
                && (label.chars().allMatch(c -> c >= '0' && c <= '9') || label.matches("0[xX][0-9a-fA-F]*"));
    }

    private static boolean isDottedQuad(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean plain = part.matches("0|[1-9][0-9]{0,2}");
            if (!plain || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static void checkIpv6(String url, String host) {
        if (!host.matches("[0-9a-fA-F:.]{2,45}") || host.indexOf(':') < 0) {
            throw Url.bad(url, "has the bad IPv6 host '" + host + "'", "write it as [::1]");
        }
    }
}
