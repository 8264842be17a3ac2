package io.asyncio4j.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PolledLoopTest {
    private final List<String> asked = new ArrayList<>();

    private final IoHandler handler = (IoHandler) Proxy.newProxyInstance(IoHandler.class.getClassLoader(),
            new Class<?>[]{IoHandler.class}, (_, method, _) -> {
                asked.add(method.getName());
                return method.getReturnType() == int.class ? 0 : null;
            });

    private final PolledLoop loop =
            new PolledLoop(Thread.currentThread(), _ -> handler, UnaryOperator.identity());

    private static final class Nothing implements IoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new AssertionError("nothing is registered");
        }

        @Override
        public void close() {
            throw new AssertionError("nothing is registered");
        }
    }

    @Test
    void afterItsEndNobodyAsksForWhatIsFreed() {
        loop.poll(0);
        assertThat(asked).containsExactly("initialize", "run");
        loop.destroy();
        assertThat(asked).endsWith("prepareToDestroy", "destroy");
        asked.clear();
        loop.poll(0);
        loop.wake();
        assertThat(loop.register(new Nothing()).cause()).isInstanceOf(IOException.class).hasMessage(
                "register descriptor failed: the network of its loop is closed; use a loop that is open");
        assertThat(asked).isEmpty();
    }
}
