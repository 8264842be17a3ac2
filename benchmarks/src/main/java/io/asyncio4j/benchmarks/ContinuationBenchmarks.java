package io.asyncio4j.benchmarks;

import io.asyncio4j.coroutine.Coroutine;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The limit: what the JDK's continuation costs by itself, and what a coroutine adds to it.
@State(Scope.Thread)
public class ContinuationBenchmarks {
    private static final int N = 10_000;
    private static final ContinuationScope SCOPE = new ContinuationScope("benchmark");

    private Continuation bare;
    private Coroutine<Void> coroutine;

    /// Two endless loops of suspensions.
    @Setup
    public void start() {
        bare = new Continuation(SCOPE, () -> {
            while (true) {
                Continuation.yield(SCOPE);
            }
        });
        coroutine = Coroutine.of(() -> {
            while (true) {
                Coroutine.yield(null);
            }
        });
    }

    /// A run and a yield of a bare continuation.
    @Benchmark
    @OperationsPerInvocation(N)
    public void bareContinuationPair() {
        for (int i = 0; i < N; i++) {
            bare.run();
        }
    }

    /// A resume and a yield of a coroutine.
    @Benchmark
    @OperationsPerInvocation(N)
    public void coroutinePair() {
        for (int i = 0; i < N; i++) {
            coroutine.advance(null, null);
        }
    }
}
