package io.asyncio4j.benchmarks.peer;

import java.util.Arrays;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The limit: what the JDK's continuation costs by itself, with no coroutine, task or loop around it.
@State(Scope.Thread)
public class ContinuationBenchmarks {
    private static final int N = 10_000;
    private static final ContinuationScope SCOPE = new ContinuationScope("benchmark");

    private Continuation bare;
    private Continuation[] hundred;

    private static Continuation endless() {
        return new Continuation(SCOPE, () -> {
            while (true) {
                Continuation.yield(SCOPE);
            }
        });
    }

    /// Endless loops of suspensions.
    @Setup
    public void start() {
        bare = endless();
        hundred = new Continuation[100];
        Arrays.setAll(hundred, _ -> endless());
    }

    /// A run and a yield.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchAlone() {
        for (int i = 0; i < N; i++) {
            bare.run();
        }
    }

    /// The same by a hundred in turn.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchTasks() {
        for (int i = 0; i < N; i++) {
            hundred[i % hundred.length].run();
        }
    }

    /// Making one and running it to its end.
    @Benchmark
    @OperationsPerInvocation(N)
    public void createAndAwait() {
        for (int i = 0; i < N; i++) {
            new Continuation(SCOPE, () -> {
            }).run();
        }
    }
}
