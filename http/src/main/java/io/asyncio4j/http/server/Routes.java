package io.asyncio4j.http.server;

import io.asyncio4j.http.Method;
import io.asyncio4j.http.Url;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which [Handler] answers which path. Owner-confined until a server takes it, immutable after.
///
/// A pattern is a path whose segments are text or `{name}`; a name takes exactly one segment that is not empty. Text wins over
/// a name. Paths are split before they are decoded, so an encoded slash never separates. HEAD goes where GET goes, OPTIONS is
/// answered from the table, another method gives 405 with `Allow`.
///
/// ```java
/// new Routes().get("/", request -> Response.text("hello"))
///         .get("/users/{id}", request -> Response.text(request.pathValue("id")));
/// ```
public final class Routes {

    /// A place in the tree of segments.
    private static final class Node {
        private final Map<String, Node> texts = new HashMap<>();
        private final Map<Method, Route> routes = new LinkedHashMap<>();
        private @Nullable Node any;
    }

    private record Route(String pattern, String[] segments, Handler handler) {
    }

    /// What the table says about a request.
    ///
    /// @param handler who answers
    /// @param values the values of the pattern's names
    record Match(Handler handler, Map<String, String> values) {
    }

    private final Node root = new Node();
    private boolean frozen;

    /// Creates an empty table.
    public Routes() {
    }

    /// {@return this, with a handler for GET and HEAD}
    ///
    /// @param pattern the path
    /// @param handler who answers
    /// @throws IllegalArgumentException for a malformed pattern
    /// @throws IllegalStateException when the route is there already, or a server uses the table
    public Routes get(String pattern, Handler handler) {
        return route(Method.GET, pattern, handler);
    }

    /// {@return this, with a handler for POST}
    ///
    /// @param pattern the path
    /// @param handler who answers
    public Routes post(String pattern, Handler handler) {
        return route(Method.POST, pattern, handler);
    }

    /// {@return this, with a handler for PUT}
    ///
    /// @param pattern the path
    /// @param handler who answers
    public Routes put(String pattern, Handler handler) {
        return route(Method.PUT, pattern, handler);
    }

    /// {@return this, with a handler for DELETE}
    ///
    /// @param pattern the path
    /// @param handler who answers
    public Routes delete(String pattern, Handler handler) {
        return route(Method.DELETE, pattern, handler);
    }

    /// {@return this, with a handler for any method}
    ///
    /// @param method the method
    /// @param pattern the path
    /// @param handler who answers
    public Routes route(Method method, String pattern, Handler handler) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(handler, "handler");
        if (frozen) {
            throw new IllegalStateException(
                    "route " + method + " " + pattern
                            + " comes too late: a server uses the table; add it before");
        }
        String[] segments = RoutePattern.split(pattern);
        Node node = root;
        for (String segment : segments) {
            if (RoutePattern.isName(segment)) {
                node.any = node.any == null ? new Node() : node.any;
                node = node.any;
            } else {
                node = node.texts.computeIfAbsent(Url.unescape(segment), key -> new Node());
            }
        }
        Route there = node.routes.putIfAbsent(method, new Route(pattern, segments, handler));
        if (there != null) {
            throw new IllegalStateException(
                    "route " + method + " " + pattern + " is taken: by " + there.pattern + "; remove one");
        }
        return this;
    }

    void freeze() {
        frozen = true;
    }

    Match match(Method method, String path) {
        if (path.equals("*")) {
            return new Match(request -> Response.status(204), Map.of());
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = Url.unescape(segments[i]);
        }
        Node node = find(root, segments, 0);
        if (node == null) {
            return new Match(request -> Response.status(404), Map.of());
        }
        Route route = node.routes.get(method);
        if (route == null && method.equals(Method.HEAD)) {
            route = node.routes.get(Method.GET);
        }
        if (route != null) {
            return new Match(route.handler, values(route, segments));
        }
        String allow = allow(node);
        int code = method.equals(Method.OPTIONS) ? 204 : 405;
        return new Match(request -> Response.status(code).withHeader("Allow", allow), Map.of());
    }

    private static @Nullable Node find(Node node, String[] segments, int at) {
        if (at == segments.length) {
            return node.routes.isEmpty() ? null : node;
        }
        Node text = node.texts.get(segments[at]);
        Node found = text == null ? null : find(text, segments, at + 1);
        if (found == null && node.any != null && !segments[at].isEmpty()) {
            found = find(node.any, segments, at + 1);
        }
        return found;
    }

    private static Map<String, String> values(Route route, String[] segments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            if (RoutePattern.isName(route.segments[i])) {
                values.put(RoutePattern.name(route.segments[i]), segments[i]);
            }
        }
        return values;
    }

    private static String allow(Node node) {
        TreeSet<String> names = new TreeSet<>();
        for (Method method : node.routes.keySet()) {
            names.add(method.name());
        }
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return String.join(", ", names);
    }
}
