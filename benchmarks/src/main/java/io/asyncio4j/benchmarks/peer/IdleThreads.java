package io.asyncio4j.benchmarks.peer;

import io.asyncio4j.benchmarks.IdleBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/// What a waiting virtual thread, or a suspended continuation, weighs: `IdleThreads threads|continuations COUNT`.
public final class IdleThreads {
    private static final ContinuationScope SCOPE = new ContinuationScope("idle");

    private IdleThreads() {
    }

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("threads")) {
            IdleBytes.rehearse(() -> {
                for (Thread thread : waiting(IdleBytes.REHEARSED)) {
                    LockSupport.unpark(thread);
                    thread.join();
                }
                return null;
            });
            IdleBytes.print(count, () -> waiting(count));
        } else {
            IdleBytes.rehearse(() -> {
                suspended(IdleBytes.REHEARSED).forEach(Continuation::run);
                return null;
            });
            IdleBytes.print(count, () -> suspended(count));
        }
    }

    private static List<Thread> waiting(int count) throws InterruptedException {
        CountDownLatch parked = new CountDownLatch(count);
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                parked.countDown();
                LockSupport.park();
            }));
        }
        parked.await();
        return threads;
    }

    private static List<Continuation> suspended(int count) {
        List<Continuation> continuations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Continuation continuation = new Continuation(SCOPE, () -> Continuation.yield(SCOPE));
            continuation.run();
            continuations.add(continuation);
        }
        return continuations;
    }
}
