package io.asyncio4j.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.consumers.Consumer.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The library as its users have it: jars or class directories on a path, a JVM of its own.
class ConsumerTest {
    private static final String HELLO = """
            package consumer;

            import static io.asyncio4j.Asyncio.*;

            public final class Hello {
                public static void main(String[] arguments) throws Exception {
                    String who = run(() -> await(sleep(0.01, "world")));
                    System.out.println("hello " + who);
                }
            }
            """;

    private static final String ECHO = """
            package consumer;

            import static io.asyncio4j.Asyncio.*;
            import io.asyncio4j.stream.Streams;
            import java.nio.charset.StandardCharsets;

            public final class Echo {
                public static void main(String[] arguments) throws Exception {
                    run(() -> {
                        var server = await(Streams.startServer((reader, writer) -> {
                            writer.write(await(reader.readLine()));
                            writer.close();
                        }, "127.0.0.1", 0));
                        int port = ((java.net.InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
                        var connection = await(Streams.openConnection("127.0.0.1", port));
                        connection.writer().write("hello network\\n".getBytes(StandardCharsets.UTF_8));
                        System.out.print(new String(await(connection.reader().readLine()), StandardCharsets.UTF_8));
                        connection.writer().close();
                        server.close();
                    });
                }
            }
            """;

    private static final String LINES = """
            package consumer;

            import static io.asyncio4j.Asyncio.*;
            import io.asyncio4j.file.AsyncFiles;

            public final class Lines {
                public static void main(String[] arguments) throws Exception {
                    run(() -> asyncWith(AsyncFiles.temporaryFile(), file -> {
                        await(file.text().write("hello file\\n"));
                        await(file.seek(0));
                        for (String line : asyncFor(file.text())) System.out.print(line);
                    }));
                }
            }
            """;

    private Consumer program;

    @BeforeEach
    void anEmptyProgram(@TempDir Path directory) throws IOException {
        program = new Consumer(directory);
    }

    @Test
    void moduleOnTheModulePathUsesTheFastEngineWhenExported() throws Exception {
        Outcome outcome = program.source("module-info.java", "module consumer { requires io.asyncio4j.core; }")
                .source("consumer/Hello.java", HELLO)
                .onModulePath("consumer", "consumer.Hello",
                        "--add-exports=java.base/jdk.internal.vm=io.asyncio4j.coroutine",
                        "--add-exports=java.base/jdk.internal.misc=io.asyncio4j.coroutine",
                        "-Dasyncio4j.engine=continuation");
        assertThat(outcome).isEqualTo(new Outcome(0, "hello world", ""));
    }

    @Test
    void withoutFlagsTheProgramRunsAndOneLineSaysHowToGetTheFastEngine() throws Exception {
        Outcome outcome = program.source("module-info.java", "module consumer { requires io.asyncio4j.core; }")
                .source("consumer/Hello.java", HELLO)
                .onModulePath("consumer", "consumer.Hello");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("hello world");
        assertThat(outcome.err()).contains("--add-exports");
    }

    @Test
    void programOnTheClassPathRuns() throws Exception {
        Outcome outcome = program.source("consumer/Hello.java", HELLO)
                .onClassPath("consumer.Hello",
                        "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        assertThat(outcome).isEqualTo(new Outcome(0, "hello world", ""));
    }

    @Test
    void moduleOnTheModulePathReadsFiles() throws Exception {
        Outcome outcome = program.source("module-info.java", "module consumer { requires io.asyncio4j.os; }")
                .source("consumer/Lines.java", LINES)
                .onModulePath("consumer", "consumer.Lines",
                        "--add-exports=java.base/jdk.internal.vm=io.asyncio4j.coroutine",
                        "--add-exports=java.base/jdk.internal.misc=io.asyncio4j.coroutine");
        assertThat(outcome).isEqualTo(new Outcome(0, "hello file", ""));
    }

    @Test
    void moduleOnTheModulePathFindsTheNetworkWithoutNamingIt() throws Exception {
        Outcome outcome = program.source("module-info.java", "module consumer { requires io.asyncio4j.net; }")
                .source("consumer/Echo.java", ECHO)
                .onModulePath("consumer", "consumer.Echo",
                        "--add-exports=java.base/jdk.internal.vm=io.asyncio4j.coroutine",
                        "--add-exports=java.base/jdk.internal.misc=io.asyncio4j.coroutine",
                        "--enable-native-access=io.netty.common,io.netty.transport.unix.common,"
                                + "io.netty.transport.classes.epoll,io.netty.transport.classes.io_uring");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("hello network");
    }
}
