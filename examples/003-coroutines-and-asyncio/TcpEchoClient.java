// Sends a line to a TCP server and prints the answer. Arguments: host and port; start TcpEchoServer first.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.stream.Streams;

Coroutine<Void> tcpEchoClient(String message, String host, int port) {
    return async(() -> {
        var connection = await(Streams.openConnection(host, port));
        StreamReader reader = connection.reader();
        StreamWriter writer = connection.writer();

        IO.println("Send: '" + message + "'");
        writer.write(message.getBytes());
        await(writer.drain());

        byte[] data = await(reader.read(100));
        IO.println("Received: '" + new String(data) + "'");

        IO.println("Close the connection");
        writer.close();
        await(writer.waitClosed());
    });
}

void main(String[] args) throws Exception {
    String host = args.length > 0 ? args[0] : "127.0.0.1";
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8888;
    run(tcpEchoClient("Hello World!", host, port));
}
