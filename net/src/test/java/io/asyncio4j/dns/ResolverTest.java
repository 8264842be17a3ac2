package io.asyncio4j.dns;

import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Task;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_ip_addr")
    void numbersAreNotLookedUp() throws Exception {
        net(() -> {
            assertThat(Resolver.system().resolve("192.0.2.1")).containsExactly(ONE);
            assertThat(Resolver.system().resolve("::1")).containsExactly(InetAddress.ofLiteral("::1"));
        });
    }

    @Test
    void namesAreLookedUpOffTheLoopsThread() throws Exception {
        net(() -> {
            assertThat(Resolver.system().resolve("localhost")).isNotEmpty()
                    .allMatch(InetAddress::isLoopbackAddress);
            assertThatThrownBy(() -> Resolver.system().resolve("does-not-exist.invalid"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("resolve host failed: no address found: does-not-exist.invalid;"
                            + " check the name and the resolver");
            assertThatThrownBy(() -> Resolver.system().resolve("")).isInstanceOf(UnknownHostException.class);
        });
    }

    @Test
    void answerIsRememberedForItsTime() throws Exception {
        List<String> asked = new ArrayList<>();
        double[] now = {0};
        Clock clock = new Clock() {
            @Override
            public double time() {
                return now[0];
            }

            @Override
            public double resolution() {
                return 1e-9;
            }
        };
        EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(clock));
        RunUntilComplete.runUntilComplete(loop, () -> {
            CachingResolver cache = new CachingResolver(host -> {
                asked.add(host);
                return List.of(asked.size() == 1 ? ONE : TWO);
            }, 60, 10);
            assertThat(cache.resolve("a")).containsExactly(ONE);
            now[0] += 59;
            assertThat(cache.resolve("a")).containsExactly(ONE);
            now[0] += 1;
            assertThat(cache.resolve("a")).containsExactly(TWO);
            cache.clear();
            cache.resolve("a");
            return null;
        });
        loop.close();
        assertThat(asked).hasSize(3);
    }

    @Test
    void oldestAnswerGoesFirst() throws Exception {
        net(() -> {
            List<String> asked = new ArrayList<>();
            CachingResolver cache = new CachingResolver(host -> {
                asked.add(host);
                return List.of(ONE);
            }, 60, 2);
            for (String host : List.of("a", "b", "c", "b", "a")) {
                cache.resolve(host);
            }
            assertThat(asked).containsExactly("a", "b", "c", "a");
        });
    }

    @Test
    void severalAskersShareOneQuestionAndACancelledOneTakesNothingAway() throws Exception {
        net(() -> {
            Future<List<InetAddress>> answer = new Future<>();
            int[] asked = new int[1];
            CachingResolver cache = new CachingResolver(_ -> {
                asked[0]++;
                return answer.await();
            }, 60, 10);
            Task<List<InetAddress>> first = spawn(() -> cache.resolve("a"));
            Task<List<InetAddress>> second = spawn(() -> cache.resolve("a"));
            tick();
            tick();
            first.cancel();
            assertThat(catchThrowable(first::await)).isInstanceOf(CancelledError.class);
            answer.setResult(List.of(ONE));
            assertThat(second.await()).containsExactly(ONE);
            assertThat(asked[0]).isEqualTo(1);
        });
    }

    @Test
    void failuresAreNotRemembered() throws Exception {
        net(() -> {
            int[] asked = new int[1];
            CachingResolver cache = new CachingResolver(_ -> {
                if (asked[0]++ == 0) {
                    throw new UnknownHostException("not yet");
                }
                return List.of(ONE);
            }, 60, 10);
            assertThatThrownBy(() -> cache.resolve("a")).hasMessage("not yet");
            assertThat(cache.resolve("a")).containsExactly(ONE);
        });
    }

    @Test
    void cacheMustBeAbleToHoldSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CachingResolver(Resolver.system(), 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CachingResolver(Resolver.system(), 1, 0));
    }
}
