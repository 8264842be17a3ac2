/// HTTP on the wire with Netty codecs; hidden, one of two rooms that import io.netty.
///
/// Uses core, net, io.asyncio4j.http and Netty.
///
/// Start at the class that decodes a response.
@NullMarked
package io.asyncio4j.http.codec;

import org.jspecify.annotations.NullMarked;
