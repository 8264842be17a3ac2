package io.asyncio4j.architecture;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.Asyncio;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.file.AsyncFiles;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpRequest;
import io.asyncio4j.http.server.HttpServer;
import io.asyncio4j.http.server.Response;
import io.asyncio4j.http.server.Routes;
import io.asyncio4j.iter.AsyncExitStack;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.iter.ContextManagerFactory;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.process.Subprocesses;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.ExceptStar;
import io.asyncio4j.task.GroupedException;
import io.asyncio4j.tls.Tls;
import io.asyncio4j.transport.PipeEnd;
import io.asyncio4j.transport.Server;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.TypeVariable;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A null is refused where it is given, by the name of what it was given for (an option's where that is `value`): before a coroutine is awaited, a loop is
/// looked for or a file is touched. Every public method and constructor of the classes in the rooms below is called with a
/// null for each of its parameters that has no place for one.
class NullsTest {
    private static final Set<String> ROOMS = Set.of("transport", "stream", "tls", "dns", "socket", "multicore", "file",
            "process", "signal", "http", "http.client", "http.server", "io.asyncio4j", "coroutine", "context", "loop",
            "task", "sync", "queue", "iter", "thread", "runner");
    /// For the rooms of this library, which give no null; a task's result is its coroutine's, whatever is given.
    private static final Set<String> OTHERS = Set.of("Host.call", "NestedRun.run", "Rethrow.keep",
            "Coroutine.advanceBy", "Coroutine.takeControl", "Task.lazy", "Task.eager", "Task.setException",
            "TimerHandle.compareTo", "LoopLocal.get", "LoopLocal.peek");

    private @TempDir Path directory;
    private final List<Object> samples = new ArrayList<>();

    @BeforeEach
    void oneOfEverything() throws Exception {
        Path file = directory.resolve("file");
        samples.addAll(List.of("x", file, StandardSocketOptions.SO_KEEPALIVE, ByteBuffer.allocate(1),
                new InetSocketAddress("127.0.0.1", 1), SSLContext.getDefault(), List.of("x"), Map.of(), Set.of(),
                SocketChannel.open(), ServerSocketChannel.open(), DatagramChannel.open(), (Executor) Runnable::run,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), new Exception("x"),
                String.class, System.in, System.out, PipeEnd.of(System.in), Url.parse("http://x/"),
                Response.text("x")));
    }

    /// What has no constructor and no method without parameters that makes it.
    private void withInstancesOfTheOthers(AsyncAction body) throws Exception {
        samples.addAll(List.of(Coroutine.of(() -> "x"), AsyncGenerator.of(_ -> {}), ContextManagerFactory.of(_ -> {}),
                ExceptStar.tryStar(() -> {}), ContextVar.of("x"), ContextVar.of("x").set("x"), ExceptionContext.of("x"),
                GroupedException.of("x", List.of(new Exception("x"))), Headers.builder(), Tls.builder(),
                await(Subprocesses.createSubprocessExec("true"))));
        Routes routes = new Routes().get("/", request -> {
            samples.add(request);
            return Response.text("x");
        });
        asyncWith(new AsyncExitStack(), stack -> {
            Path file = directory.resolve("file");
            HttpClient client = stack.enterContext(HttpClient.create());
            HttpServer web = await(stack.enterAsyncContext(new HttpServer(routes)));
            HttpRequest request = client.get(web.url());
            Server server = await(Streams.startServer((_, _) -> {}, "127.0.0.1", 0));
            samples.addAll(List.of(client, request, await(request), await(stack.enterAsyncContext(server)),
                    server.sockets().getFirst(), await(stack.enterAsyncContext(AsyncFiles.open(file))),
                    await(stack.enterAsyncContext(AsyncFiles.openBytes(file)))));
            body.run();
        });
    }

    @Test
    void everyCallRefusesANullByTheNameOfItsParameter() throws Exception {
        List<String> accepted = new ArrayList<>();
        int[] refused = new int[1];
        Asyncio.run(() -> withInstancesOfTheOthers(() -> {
            for (Executable call : calls().toList()) {
                for (Parameter parameter : call.getParameters()) {
                    if (!hasPlaceForNull(parameter)) {
                        String outcome = outcome(call, parameter);
                        if (outcome.matches("java.lang.NullPointerException: (\\w+ of )?"
                                + (parameter.getName().equals("value") ? "\\w+" : parameter.getName()))) {
                            refused[0]++;
                        } else {
                            accepted.add(call + " " + parameter.getName() + ": " + outcome);
                        }
                    }
                }
            }
        }));
        assertThat(accepted).isEmpty();
        assertThat(refused[0]).isGreaterThan(550);
    }

    private static Stream<Executable> calls() {
        return Product.CLASSES.stream()
                .filter(type -> ROOMS.contains(type.getPackageName().replace("io.asyncio4j.", "")))
                .map(type -> type.reflect())
                .filter(type -> Modifier.isPublic(type.getModifiers()) && !Throwable.class.isAssignableFrom(type))
                .flatMap(type -> Stream.concat(
                        Stream.of(type.getDeclaredMethods()).filter(NullsTest::isAskedOfAProgram),
                        type.isRecord() ? Stream.empty() : Stream.of(type.getConstructors())))
                .filter(call -> Modifier.isPublic(call.getModifiers()) && !call.isSynthetic());
    }

    private static boolean isAskedOfAProgram(Method method) {
        Class<?> type = method.getDeclaringClass();
        return (Modifier.isStatic(method.getModifiers()) || !Modifier.isAbstract(type.getModifiers()))
                && !Set.of("valueOf", "equals").contains(method.getName())
                && !OTHERS.contains(type.getSimpleName() + "." + method.getName());
    }

    private static boolean hasPlaceForNull(Parameter parameter) {
        return parameter.getType().isPrimitive() || parameter.isVarArgs()
                || parameter.getParameterizedType() instanceof TypeVariable<?> variable
                        && variable.getBounds()[0] == Object.class
                || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || parameter.getType().isArray() && parameter.getType().getComponentType().isPrimitive()
                        && parameter.getAnnotatedType().toString().contains("Nullable");
    }

    private String outcome(Executable call, Parameter none) throws Exception {
        List<Object> values = new ArrayList<>();
        for (Parameter parameter : call.getParameters()) {
            values.add(parameter.equals(none) ? null : sample(parameter.getType()));
        }
        try {
            return "gave " + (call instanceof Method method
                    ? method.invoke(Modifier.isStatic(method.getModifiers()) ? null : sample(call.getDeclaringClass()),
                            values.toArray())
                    : ((Constructor<?>) call).newInstance(values.toArray()));
        } catch (InvocationTargetException refusal) {
            return String.valueOf(refusal.getCause());
        }
    }

    private Object sample(Class<?> type) throws Exception {
        if (type == boolean.class) {
            return true;
        }
        if (type.isPrimitive()) {
            return (byte) 1; // widened
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type == EventLoop.class) {
            return EventLoop.running();
        }
        for (Object sample : samples) {
            if (type.isInstance(sample) && type != Object.class) {
                return sample;
            }
        }
        for (var field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
                return field.get(null);
            }
        }
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && method.getReturnType() == type
                    && method.getParameterCount() == 0) {
                return method.invoke(null);
            }
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, _) -> {
                throw new AssertionError("called before the null was refused: " + method);
            });
        }
        Constructor<?> constructor = type.getConstructors()[0];
        Object[] values = new Object[constructor.getParameterCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sample(constructor.getParameterTypes()[i]);
        }
        return constructor.newInstance(values);
    }
}
