package io.asyncio4j.ports.ledger;

/// Immutable. A test method of CPython's, and the version that brought it (`3.11` for all older ones).
///
/// @param language whether it is about the language, and so lies in `Lib/test` beside test_asyncio
record Case(boolean language, String file, String type, String method, String since) {

    static Case of(boolean language, String name, String since) {
        String[] parts = name.split("\\.");
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "the name of a case is malformed: " + name + "; write file.Class.method");
        }
        return new Case(language, parts[0], parts[1], parts[2], since);
    }

    String name() {
        return file + "." + type + "." + method;
    }
}
