package io.asyncio4j.ports.ledger;

import java.nio.file.Path;

/// Immutable. A name of CPython's that a test here gives: `test` is `Class.method`, or `Class` for a whole class.
record Port(String name, String test, Path file, String place) {}
