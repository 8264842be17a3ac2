package io.asyncio4j.http;

import java.util.Locale;
import java.util.Set;

/// What may stand in header names, header values, methods and reason phrases (RFC 9110, 5.5 and 5.6.2).
///
/// Immutable, no state.
final class FieldSyntax {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Set<String> SECRETS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    private FieldSyntax() {
    }

    static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    static void checkName(String name) {
        checkToken("header name", name);
    }

    static void checkToken(String what, String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty; give it at least one letter");
        }
        for (int i = 0; i < token.length(); i++) {
            if (!isTokenChar(token.charAt(i))) {
                throw illegal(what, token, i, "use letters, digits and " + TOKEN_MARKS);
            }
        }
    }

    static String checkValue(String name, String value) {
        checkText("value of header " + name, value);
        return value.strip();
    }

    static void checkText(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw illegal(what, text, i, "control characters could start a second header");
            }
            if (c > 0xff) {
                throw illegal(what, text, i, "only ISO-8859-1 can be sent; encode the rest");
            }
        }
    }

    static boolean isSecret(String name) {
        return SECRETS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static IllegalArgumentException illegal(String what, String text, int index, String remedy) {
        return new IllegalArgumentException("%s contains an illegal character: U+%04X at index %d of %d; %s"
                .formatted(what, (int) text.charAt(index), index, text.length(), remedy));
    }
}
