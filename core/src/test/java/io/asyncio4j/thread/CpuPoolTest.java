package io.asyncio4j.thread;

import static io.asyncio4j.Program.program;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Gather;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Threads for calls that compute.
class CpuPoolTest {

    @Test
    void itHasAThreadForEachProcessorAndNoMore() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        CountDownLatch allRun = new CountDownLatch(processors);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        program(() -> {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 3 * processors; i++) {
                calls.add(RunInExecutor.runInExecutor(EventLoop.running(), CpuPool.cpuPool(), () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    allRun.countDown();
                    allRun.await();
                    running.decrementAndGet();
                    return Thread.currentThread().getName() + Thread.currentThread().isDaemon();
                }));
            }
            assertThat(Gather.gather(calls).await()).hasSize(3 * processors)
                    .allMatch(name -> name.matches("asyncio_cpu_\\d+true"));
        });
        assertThat(most).hasValue(processors);
    }
}
