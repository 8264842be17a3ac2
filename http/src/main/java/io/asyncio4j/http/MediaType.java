package io.asyncio4j.http;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What a `Content-Type` header says. Immutable.
///
/// @param type type and subtype in lower case, such as `text/html`
/// @param charset the charset parameter as spelled, if there is one
public record MediaType(String type, Optional<String> charset) {

    /// {@return what a `Content-Type` value says; parameters other than charset are skipped}
    ///
    /// @param value the value, such as `text/html; charset=utf-8`
    public static MediaType parse(String value) {
        Objects.requireNonNull(value, "value");
        int semicolon = value.indexOf(';');
        String type =
                (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        Optional<String> charset = Optional.empty();
        int at = semicolon;
        while (at >= 0 && at < value.length()) {
            int end = endOfParameter(value, at + 1);
            String parameter = value.substring(at + 1, end);
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
                String text = parameter.substring(equals + 1).strip();
                charset = Optional.of(text.startsWith("\"") ? unquote(text) : text).filter(c -> !c.isEmpty());
                break;
            }
            at = end;
        }
        return new MediaType(type, charset);
    }

    /// {@return whether the type is HTML or XHTML}
    public boolean isHtml() {
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    private static int endOfParameter(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private static String unquote(String text) {
        int close = text.indexOf('"', 1);
        return (close < 0 ? text.substring(1) : text.substring(1, close)).replace("\\", "");
    }
}
