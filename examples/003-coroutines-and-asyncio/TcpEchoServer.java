// Sends back what it is sent, once per connection. Arguments: host and port, 0 for any free one. Ctrl-C ends it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Server;

void handleEcho(StreamReader reader, StreamWriter writer) throws Exception {
    byte[] data = await(reader.read(100));
    String message = new String(data);
    SocketAddress addr = writer.getExtraInfo(ExtraInfo.PEERNAME);

    IO.println("Received '" + message + "' from " + addr);

    IO.println("Send: '" + message + "'");
    writer.write(data);
    await(writer.drain());

    IO.println("Close the connection");
    writer.close();
    await(writer.waitClosed());
}

Coroutine<Void> serve(String host, int port) {
    return async(() -> {
        Server server = await(Streams.startServer(this::handleEcho, host, port));

        String addrs = server.sockets().stream().map(sock -> String.valueOf(sock.localAddress()))
                .collect(Collectors.joining(", "));
        IO.println("Serving on " + addrs);

        asyncWith(server, () -> await(server.serveForever()));
    });
}

void main(String[] args) throws Exception {
    String host = args.length > 0 ? args[0] : "0.0.0.0";
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8888;
    run(serve(host, port));
}
