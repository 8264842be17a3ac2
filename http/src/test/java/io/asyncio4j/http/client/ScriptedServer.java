package io.asyncio4j.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers raw bytes: one script per connection, in turn; the last one serves all further connections.
final class ScriptedServer implements AutoCloseable {

    /// What a connection does.
    interface Script {
        void run(Peer peer) throws IOException;
    }

    /// One connection.
    static final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final List<String> requests;

        private Peer(Socket socket, List<String> requests) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.requests = requests;
        }

        /// Reads one request; null at the end of the connection.
        String read() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.append((char) b);
            }
            int length = 0;
            for (String line : head.toString().split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            String request = head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
            requests.add(request);
            return request;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void answer(String body) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        /// Reads until the client closes.
        void awaitClose() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /// Closes so that the client gets a reset instead of an end.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket listening;
    private final List<Script> scripts;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedServer(Script... scripts) throws IOException {
        this.scripts = List.of(scripts);
        listening = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().name("scripted server").start(this::accept);
    }

    /// Answers every request of every connection.
    static ScriptedServer answering(String body) throws IOException {
        return new ScriptedServer(peer -> {
            while (peer.read() != null) {
                peer.answer(body);
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    int accepted() {
        return accepted.get();
    }

    int ended() {
        return ended.get();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                int number = accepted.getAndIncrement();
                Script script = scripts.get(Math.min(number, scripts.size() - 1));
                Thread.ofVirtual().start(() -> serve(socket, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.run(new Peer(socket, requests));
        } catch (IOException clientGone) {
            // The tests look at what the client sees.
        } finally {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
