/// HTTP on the wire with Netty codecs; hidden, one of two rooms that import io.netty.
///
/// Uses core, net, io.asyncio4j.http and Netty.
///
/// Start at ServerConnection for what comes in, at ClientWireHandler for what comes back.
@NullMarked
package io.asyncio4j.http.codec;

import org.jspecify.annotations.NullMarked;
