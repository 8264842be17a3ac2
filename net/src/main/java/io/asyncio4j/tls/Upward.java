package io.asyncio4j.tls;

import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.Protocol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// The protocol on top of TLS, and what it has heard. Loop-confined.
///
/// @implNote INIT -> MADE by the handshake, -> ENDED by the peer's farewell or end, -> LOST with the transport below. A
/// protocol whose handshake failed has heard nothing and hears nothing.
final class Upward {
    private static final Logger LOG = System.getLogger("io.asyncio4j.tls");

    private enum Told {
        INIT, MADE, ENDED, LOST
    }

    private final EventLoop loop;
    private final TlsTransport transport;
    private BaseProtocol protocol;
    private Told told;

    /// @param begins whether the protocol has yet to hear `connectionMade`
    Upward(EventLoop loop, TlsTransport transport, BaseProtocol protocol, boolean begins) {
        this.loop = loop;
        this.transport = transport;
        this.protocol = protocol;
        this.told = begins ? Told.INIT : Told.MADE;
    }

    BaseProtocol protocol() {
        return protocol;
    }

    void protocol(BaseProtocol next) {
        protocol = next;
    }

    void made() {
        if (told != Told.INIT) {
            return;
        }
        told = Told.MADE;
        try {
            if (protocol instanceof BufferedProtocol buffered) {
                buffered.connectionMade(transport);
            } else {
                ((Protocol) protocol).connectionMade(transport);
            }
        } catch (Throwable failure) {
            escape(failure);
            report("Exception in protocol.connectionMade()", failure);
        }
    }

    void hand(byte[] plain) throws Exception {
        if (protocol instanceof BufferedProtocol buffered) {
            for (int given = 0; given < plain.length;) {
                ByteBuffer target = buffered.getBuffer(plain.length - given);
                int count = Math.min(target.remaining(), plain.length - given);
                if (count == 0) {
                    throw new IllegalStateException("getBuffer() gave a buffer without room: " + target);
                }
                target.put(plain, given, count);
                given += count;
                buffered.bufferUpdated(count);
            }
        } else {
            ((Protocol) protocol).dataReceived(plain);
        }
    }

    void ended() throws Exception {
        if (told != Told.MADE) {
            return;
        }
        told = Told.ENDED;
        boolean keepOpen = protocol instanceof BufferedProtocol buffered
                ? buffered.eofReceived()
                : ((Protocol) protocol).eofReceived();
        if (keepOpen) {
            LOG.log(Level.WARNING, "eofReceived() returned true: it has no effect with TLS: {0}", protocol);
        }
    }

    /// Tells it in the next iteration that the connection is gone; what it throws goes to the loop.
    void lost(@Nullable Throwable failure) {
        if (told == Told.INIT || told == Told.LOST) {
            return;
        }
        told = Told.LOST;
        BaseProtocol last = protocol;
        loop.callSoon(() -> {
            try {
                last.connectionLost(failure);
            } catch (Exception raised) {
                throw Rethrow.sneaky(raised);
            }
        });
    }

    /// Tells it to pause writing, or to go on.
    void pauseWriting(boolean pause) {
        try {
            if (pause) {
                protocol.pauseWriting();
            } else {
                protocol.resumeWriting();
            }
        } catch (Throwable failure) {
            escape(failure);
            report(pause ? "protocol.pauseWriting() failed" : "protocol.resumeWriting() failed", failure);
        }
    }

    void report(String message, Throwable failure) {
        loop.callExceptionHandler(ExceptionContext.of(message).withException(failure).with("transport", transport)
                .with("protocol", protocol));
    }

    /// Throws `failure` itself if it is one of those that end the loop and that no callback may hold back.
    static void escape(Throwable failure) {
        if (failure instanceof KeyboardInterrupt || failure instanceof SystemExit) {
            throw (Error) failure;
        }
    }
}
