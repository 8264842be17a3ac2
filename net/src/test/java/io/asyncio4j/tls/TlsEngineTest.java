package io.asyncio4j.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsEngineTest {
    private final TlsEngine client;
    private final TlsEngine server;

    TlsEngineTest() throws Exception {
        client = engine(TestCertificates.client().context(), true);
        server = engine(TestCertificates.server("localhost").context(), false);
    }

    private static TlsEngine engine(SSLContext context, boolean clientSide) {
        SSLEngine engine = context.createSSLEngine("localhost", -1);
        engine.setUseClientMode(clientSide);
        return new TlsEngine(engine, new Scratch(), _ -> {
        });
    }

    private static void restrict(TlsEngine engine, String version) {
        engine.engine().setEnabledProtocols(new String[]{version});
    }

    /// Moves ciphertext in pieces of at most `piece` bytes; says whether there was any.
    private static boolean move(TlsEngine from, TlsEngine to, int piece, boolean established, ByteArrayOutputStream got)
            throws Exception {
        ByteBuffer all = from.drain();
        boolean any = all.hasRemaining();
        from.drained(all); // the engines have a scratch each, and nothing is written meanwhile
        while (all.hasRemaining()) {
            byte[] part = new byte[Math.min(piece, all.remaining())];
            all.get(part);
            to.feed(part);
            if (established) {
                for (byte[] plain = to.read(); plain.length > 0; plain = to.read()) {
                    got.writeBytes(plain);
                }
            } else {
                to.handshake();
            }
        }
        return any;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 1", "TLSv1.3, 7", "TLSv1.3, 1000000", "TLSv1.2, 1", "TLSv1.2, 1000000"})
    void bytesSurviveEveryCutting(String version, int piece) throws Exception {
        restrict(client, version);
        restrict(server, version);
        ByteArrayOutputStream atServer = new ByteArrayOutputStream();
        ByteArrayOutputStream atClient = new ByteArrayOutputStream();
        assertThat(client.handshake()).isFalse();
        while (move(client, server, piece, false, atServer) | move(server, client, piece, false, atClient)) {
            // until both have nothing more to say
        }
        assertThat(client.handshake()).isTrue();
        assertThat(server.handshake()).isTrue();

        Random random = new Random(11);
        for (int size : new int[]{1, 100, 16_384, 16_385, piece == 1 ? 20_000 : 1_000_000}) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            client.write(ByteBuffer.wrap(data));
            move(client, server, piece, true, atServer);
            assertThat(atServer.toByteArray()).isEqualTo(data);
            atServer.reset();
            server.write(ByteBuffer.wrap(data));
            move(server, client, piece, true, atClient);
            assertThat(atClient.toByteArray()).isEqualTo(data);
            atClient.reset();
        }

        assertThat(client.shutdown()).isFalse();
        move(client, server, piece, true, atServer);
        assertThat(server.peerHasClosed()).isTrue();
        assertThat(server.shutdown()).isTrue();
        move(server, client, piece, true, atClient);
        assertThat(client.shutdown()).isTrue();
    }
}
