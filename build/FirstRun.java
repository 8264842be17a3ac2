import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.queue.Queue;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.TaskGroup;
import io.asyncio4j.transport.Server;
import java.net.InetSocketAddress;

/// What `aio run` runs once after a build, so that the JVM can keep the classes that most programs need: a little of
/// everything, then a conversation on loopback.
void main() throws Exception {
    run(() -> {
        Event event = new Event();
        Queue<Integer> queue = new Queue<>(1);
        asyncWith(new TaskGroup(), group -> {
            group.createTask(() -> await(event.waitFor()));
            group.createTask(() -> await(queue.put(1)));
            await(queue.get());
            event.set();
        });
        await(gather(sleep(0.001, "a"), sleep(0.001, "b")));
        asyncWith(timeout(5), _ -> await(sleep(0)));
        await(toThread(() -> 1));
        Server server = await(Streams.startServer((reader, writer) -> {
            writer.write(await(reader.readLine()));
            await(writer.drain());
            writer.close();
        }, 0));
        InetSocketAddress address = (InetSocketAddress) server.sockets().getFirst().localAddress();
        Connection connection = await(Streams.openConnection("127.0.0.1", address.getPort()));
        connection.writer().write("hello\n".getBytes());
        IO.println(new String(await(connection.reader().readLine())).strip());
        connection.writer().close();
        server.close();
        await(server.waitClosed());
    });
}
