package io.asyncio4j.http.server;

import java.util.HashSet;
import java.util.Set;

/// Reads the pattern of a route. Immutable, no state.
final class RoutePattern {

    private RoutePattern() {
    }

    static String[] split(String pattern) {
        if (!pattern.startsWith("/")) {
            throw bad(pattern, "does not begin with '/'", "write /" + pattern);
        }
        String[] segments = pattern.substring(1).split("/", -1);
        Set<String> names = new HashSet<>();
        for (String segment : segments) {
            boolean braces = segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0;
            if (braces && !segment.matches("\\{[A-Za-z_][A-Za-z0-9_]*}")) {
                throw bad(pattern, "has braces that are not one whole segment",
                        "write {name} between slashes");
            }
            if (braces && !names.add(segment)) {
                throw bad(pattern, "has a name twice", "give each " + segment + " its own name");
            }
            if (segment.indexOf('?') >= 0 || segment.indexOf('#') >= 0) {
                throw bad(pattern, "has '?' or '#'", "routes match paths; read the query in the handler");
            }
        }
        return segments;
    }

    static boolean isName(String segment) {
        return segment.startsWith("{");
    }

    static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    private static IllegalArgumentException bad(String pattern, String wrong, String remedy) {
        return new IllegalArgumentException("route pattern " + wrong + ": " + pattern + "; " + remedy);
    }
}
