package io.asyncio4j.ports.ledger;

/// Immutable. A test method of CPython's test_asyncio, and the version that brought it (`3.11` for all older ones).
record Case(String file, String type, String method, String since) {

    static Case of(String name, String since) {
        String[] parts = name.split("\\.");
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "the name of a case is malformed: " + name + "; write file.Class.method");
        }
        return new Case(parts[0], parts[1], parts[2], since);
    }

    String name() {
        return file + "." + type + "." + method;
    }
}
