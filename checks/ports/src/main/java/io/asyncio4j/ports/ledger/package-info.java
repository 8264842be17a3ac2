/// The ledger of compatibility: what became here of every test method of CPython's test_asyncio.
///
/// Uses java.base and the JDK's Java parser, and reads the checkout only, so that it needs no build of what it reads.
///
/// Start at Ledger.
@NullMarked
package io.asyncio4j.ports.ledger;

import org.jspecify.annotations.NullMarked;
