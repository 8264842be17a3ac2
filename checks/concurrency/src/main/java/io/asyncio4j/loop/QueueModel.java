package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;

/// Lincheck on the loop's queue: any thread pushes, one at a time drains, and every history must be one of a plain list.
/// Fails with the interleaving that is none.
@Param(name = "value", gen = IntGen.class) // found by the parameter's name, which the class files have
public final class QueueModel {
    private static final EventLoop LOOP = new EventLoop();
    private static final int SCENARIOS = 100;
    private static final int FEW_SCENARIOS = 6;
    private static final int INVOCATIONS = 1000;

    private final ThreadsafeQueue queue = new ThreadsafeQueue();

    /// Runs both strategies; `--quick` tries a few scenarios.
    public static void main(String[] arguments) {
        int scenarios = arguments.length > 0 && "--quick".equals(arguments[0]) ? FEW_SCENARIOS : SCENARIOS;
        new ModelCheckingOptions().threads(3).actorsPerThread(3).iterations(scenarios)
                .invocationsPerIteration(INVOCATIONS).sequentialSpecification(Specification.class)
                .check(QueueModel.class);
        System.out.println("lincheck: model checking passed, " + scenarios + " scenarios");
        new StressOptions().threads(3).actorsPerThread(3).iterations(scenarios)
                .invocationsPerIteration(INVOCATIONS).sequentialSpecification(Specification.class)
                .check(QueueModel.class);
        System.out.println("lincheck: stress passed, " + scenarios + " scenarios");
    }

    /// What any thread does.
    @Operation
    public void push(int value) {
        queue.push(new ThreadsafeHandle(LOOP, new Numbered(value), Context.empty()));
    }

    /// What any thread may ask.
    @Operation
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /// What the loop does.
    @Operation(nonParallelGroup = "loop")
    public List<Integer> drain() {
        ReadyQueue ready = new ReadyQueue();
        queue.drainTo(ready);
        List<Integer> values = new ArrayList<>();
        while (ready.size() > 0) {
            values.add(Numbered.of((ThreadsafeHandle) ready.take()));
        }
        return values;
    }

    /// The same as a list, one operation after the other.
    public static final class Specification {
        private final List<Integer> values = new ArrayList<>();

        public void push(int value) {
            values.add(value);
        }

        public boolean isEmpty() {
            return values.isEmpty();
        }

        public List<Integer> drain() {
            List<Integer> taken = List.copyOf(values);
            values.clear();
            return taken;
        }
    }

    /// A callback whose text is its number: a handle tells its callback only in words.
    private static final class Numbered implements Runnable {
        private final int value;

        Numbered(int value) {
            this.value = value;
        }

        static int of(ThreadsafeHandle handle) {
            String text = handle.toString();
            return Integer.parseInt(text.substring(text.indexOf('#') + 1, text.length() - 1));
        }

        @Override
        public void run() {}

        @Override
        public String toString() {
            return "#" + value;
        }
    }
}
