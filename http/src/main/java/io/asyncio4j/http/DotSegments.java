package io.asyncio4j.http;

import java.util.ArrayList;
import java.util.List;

/// Takes `.` and `..` out of a path (RFC 3986, 5.2.4). Immutable, no state.
final class DotSegments {

    private DotSegments() {
    }

    static String remove(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        String[] segments = path.substring(1).split("/", -1);
        List<String> kept = new ArrayList<>(segments.length);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean dots = segment.equals(".") || segment.equals("..");
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
            if (!dots) {
                kept.add(segment);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
