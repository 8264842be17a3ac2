package io.asyncio4j;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.AsyncFunction;
import io.asyncio4j.coroutine.AsyncIterable;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.WithoutResult;
import io.asyncio4j.iter.AsyncFor;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.iter.ShutdownAsyncgens;
import io.asyncio4j.iter.Yielder;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.runner.LoopPolicy;
import io.asyncio4j.runner.Policies;
import io.asyncio4j.runner.Run;
import io.asyncio4j.task.AsCompleted;
import io.asyncio4j.task.CallGraph;
import io.asyncio4j.task.EnsureFuture;
import io.asyncio4j.task.ExceptStar;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.FutureCallGraph;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Shield;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.Wait;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.task.WaitResult;
import io.asyncio4j.thread.CpuPool;
import io.asyncio4j.thread.DefaultExecutor;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import io.asyncio4j.thread.RunInExecutor;
import io.asyncio4j.thread.ToThread;
import io.asyncio4j.thread.WrapFuture;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// asyncio's verbs under asyncio's names, to import statically: `import static io.asyncio4j.Asyncio.*;`. No logic lives
/// here; each method says where it does.
///
/// Loop-confined, except [#run], [#runCoroutineThreadsafe] and what concerns policies.
public final class Asyncio {
    private Asyncio() {
    }

    // ---- coroutines

    /// A coroutine that will run `body`: Python's `async def` call. Nothing runs yet.
    public static <T extends @Nullable Object> Coroutine<T> async(Awaitable<T> body) {
        return Coroutine.of(body);
    }

    /// A coroutine without a result.
    public static Coroutine<@Nullable Void> async(AsyncAction body) {
        return Coroutine.of(new WithoutResult<>(body));
    }

    /// Waits for `awaitable`, and gives its result or throws its failure, the same object: Python's `await`.
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) throws Exception {
        return Objects.requireNonNull(awaitable, "awaitable").await();
    }

    // ---- running

    /// Runs `main` on a loop of its own and cleans up: `asyncio.run`.
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        return Run.run(main);
    }

    /// Runs `body` on a loop of its own and cleans up.
    public static void run(AsyncAction body) throws Exception {
        Run.run(new WithoutResult<>(body));
    }

    /// As [#run(Awaitable)], in debug mode or not.
    public static <T extends @Nullable Object> T run(Awaitable<T> main, boolean debug) throws Exception {
        return Run.run(main, debug);
    }

    /// As [#run(AsyncAction)], in debug mode or not.
    public static void run(AsyncAction body, boolean debug) throws Exception {
        Run.run(new WithoutResult<>(body), debug);
    }

    /// Runs `main` on a loop made by `loopFactory`, in debug mode or not; null for one made by the policy.
    public static <T extends @Nullable Object> T run(Awaitable<T> main, boolean debug,
            @Nullable Supplier<? extends EventLoop> loopFactory) throws Exception {
        return Run.run(main, debug, loopFactory);
    }

    /// Runs `loop` until `awaitable` is done: `loop.run_until_complete`.
    public static <T extends @Nullable Object> T runUntilComplete(EventLoop loop, Awaitable<T> awaitable)
            throws Exception {
        return RunUntilComplete.runUntilComplete(loop, awaitable);
    }

    /// Runs `loop` until `body` is done.
    public static void runUntilComplete(EventLoop loop, AsyncAction body) throws Exception {
        RunUntilComplete.runUntilComplete(loop, new WithoutResult<>(body));
    }

    // ---- loops and policies

    /// The loop that runs on this thread: `get_running_loop`.
    public static EventLoop getRunningLoop() {
        return EventLoop.running();
    }

    /// The running loop, else the thread's current one: `get_event_loop`.
    public static EventLoop getEventLoop() {
        return Policies.getEventLoop();
    }

    /// Sets the thread's current loop; null for none: `set_event_loop`.
    public static void setEventLoop(@Nullable EventLoop loop) {
        Policies.setEventLoop(loop);
    }

    /// A new loop: `new_event_loop`.
    public static EventLoop newEventLoop() {
        return Policies.newEventLoop();
    }

    /// The policy in force: `get_event_loop_policy`.
    public static LoopPolicy getEventLoopPolicy() {
        return Policies.getEventLoopPolicy();
    }

    /// Sets the policy; null for the default: `set_event_loop_policy`.
    public static void setEventLoopPolicy(@Nullable LoopPolicy policy) {
        Policies.setEventLoopPolicy(policy);
    }

    /// Closes the asynchronous generators of `loop`: `loop.shutdown_asyncgens`.
    public static Coroutine<@Nullable Void> shutdownAsyncgens(EventLoop loop) {
        return ShutdownAsyncgens.shutdownAsyncgens(loop);
    }

    /// Shuts the default executor of `loop` down and waits for its threads: `loop.shutdown_default_executor`.
    public static Coroutine<@Nullable Void> shutdownDefaultExecutor(EventLoop loop) {
        return DefaultExecutor.shutdownDefaultExecutor(loop);
    }

    // ---- tasks

    /// A task of the running loop for `awaitable`: `asyncio.create_task`.
    public static <T extends @Nullable Object> Task<T> createTask(Awaitable<T> awaitable) {
        return Task.create(EventLoop.running(), awaitable, null, null);
    }

    /// A task of the running loop for `body`.
    public static Task<@Nullable Void> createTask(AsyncAction body) {
        return Task.create(EventLoop.running(), Coroutine.of(new WithoutResult<>(body)), null, null);
    }

    /// A named task; null for `Task-N`.
    public static <T extends @Nullable Object> Task<T> createTask(Awaitable<T> awaitable, @Nullable String name) {
        return Task.create(EventLoop.running(), awaitable, name, null);
    }

    /// A named task for `body`; null for `Task-N`.
    public static Task<@Nullable Void> createTask(AsyncAction body, @Nullable String name) {
        return Task.create(EventLoop.running(), Coroutine.of(new WithoutResult<>(body)), name, null);
    }

    /// A task that runs in this context; null for a copy of the current one.
    public static <T extends @Nullable Object> Task<T> createTask(Awaitable<T> awaitable,
            @Nullable String name, @Nullable Context context) {
        return Task.create(EventLoop.running(), awaitable, name, context);
    }

    /// A task for `body` that runs in this context; null for a copy of the current one.
    public static Task<@Nullable Void> createTask(AsyncAction body, @Nullable String name, @Nullable Context context) {
        return Task.create(EventLoop.running(), Coroutine.of(new WithoutResult<>(body)), name, context);
    }

    /// A task of `loop`, which need not run yet: `loop.create_task`.
    public static <T extends @Nullable Object> Task<T> createTask(EventLoop loop, Awaitable<T> awaitable) {
        return Task.create(loop, awaitable, null, null);
    }

    /// A task of `loop` for `body`.
    public static Task<@Nullable Void> createTask(EventLoop loop, AsyncAction body) {
        return Task.create(loop, Coroutine.of(new WithoutResult<>(body)), null, null);
    }

    /// A future as it is, a task for anything else: `ensure_future`.
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
        return EnsureFuture.ensureFuture(awaitable);
    }

    /// A future as it is, a task of `loop` for anything else.
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable,
            EventLoop loop) {
        return EnsureFuture.ensureFuture(awaitable, loop);
    }

    /// The task that has control, or null: `current_task`.
    public static @Nullable Task<?> currentTask() {
        return Task.currentTask();
    }

    /// The tasks of the running loop that are not done, oldest first: `all_tasks`.
    public static Set<Task<?>> allTasks() {
        return Task.allTasks(EventLoop.running());
    }

    /// The tasks of `loop` that are not done, oldest first.
    public static Set<Task<?>> allTasks(EventLoop loop) {
        return Task.allTasks(loop);
    }

    /// Where the task that has control is, and who waits for it; null in a plain callback: `capture_call_graph`.
    public static @Nullable FutureCallGraph captureCallGraph() {
        return CallGraph.captureCallGraph();
    }

    /// Where a future or task is, and who waits for it.
    public static FutureCallGraph captureCallGraph(Future<?> future) {
        return CallGraph.captureCallGraph(future);
    }

    /// The same for a reader: `format_call_graph`.
    public static String formatCallGraph(Future<?> future) {
        return CallGraph.formatCallGraph(future);
    }

    /// Prints it for a reader: `print_call_graph`.
    public static void printCallGraph(Future<?> future) {
        CallGraph.printCallGraph(future, System.out);
    }

    // ---- waiting

    /// Suspends for `seconds`: `asyncio.sleep`.
    public static Coroutine<@Nullable Void> sleep(double seconds) {
        return Sleep.sleep(seconds);
    }

    /// Suspends for `delay`.
    public static Coroutine<@Nullable Void> sleep(Duration delay) {
        return Sleep.sleep(delay);
    }

    /// Suspends for `seconds`, then gives `result`.
    public static <T extends @Nullable Object> Coroutine<T> sleep(double seconds, T result) {
        return Sleep.sleep(seconds, result);
    }

    /// Runs awaitables together; their results in their order: `gather`.
    @SafeVarargs
    @SuppressWarnings("varargs") // passed on to a method that is safe too
    public static <T extends @Nullable Object> Future<List<T>> gather(Awaitable<? extends T>... awaitables) {
        return Gather.gather(awaitables);
    }

    /// No awaitables, no results.
    public static <T extends @Nullable Object> Future<List<T>> gather() {
        return Gather.gather(List.<Awaitable<T>>of());
    }

    /// Runs bodies without results together.
    public static Future<List<@Nullable Void>> gather(AsyncAction... bodies) {
        return Gather.gather(Stream.of(bodies).map(WithoutResult<@Nullable Void>::new).toList());
    }

    /// Runs awaitables together; their results in their order.
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return Gather.gather(awaitables);
    }

    /// Runs awaitables together; their results, and, if asked for, their failures, in their order.
    public static Future<List<@Nullable Object>> gather(Collection<? extends Awaitable<?>> awaitables,
            boolean returnExceptions) {
        return Gather.gather(awaitables, returnExceptions);
    }

    /// Waits for all of the futures: `asyncio.wait`. Write `Asyncio.wait`: a static import is hidden by
    /// `Object.wait`.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures) {
        return Wait.wait(futures);
    }

    /// Waits for all of the futures, for `seconds` at most; cancels nothing.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            double seconds) {
        return Wait.wait(futures, seconds);
    }

    /// Waits as `returnWhen` says.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            ReturnWhen returnWhen) {
        return Wait.wait(futures, returnWhen);
    }

    /// Waits as `returnWhen` says, for `seconds` at most; cancels nothing.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            double seconds, ReturnWhen returnWhen) {
        return Wait.wait(futures, seconds, returnWhen);
    }

    /// Waits for `awaitable`, for `seconds` at most, and cancels it then: `wait_for`.
    public static <T extends @Nullable Object> Coroutine<T> waitFor(Awaitable<? extends T> awaitable,
            double seconds) {
        return WaitFor.waitFor(awaitable, seconds);
    }

    /// Runs `body`, for `seconds` at most, and cancels it then.
    public static Coroutine<@Nullable Void> waitFor(AsyncAction body, double seconds) {
        return WaitFor.waitFor(new WithoutResult<>(body), seconds);
    }

    /// Runs `body`, for `limit` at most, and cancels it then.
    public static Coroutine<@Nullable Void> waitFor(AsyncAction body, Duration limit) {
        return WaitFor.waitFor(new WithoutResult<>(body), limit);
    }

    /// Waits for `awaitable`, for `limit` at most, and cancels it then.
    public static <T extends @Nullable Object> Coroutine<T> waitFor(Awaitable<? extends T> awaitable,
            Duration limit) {
        return WaitFor.waitFor(awaitable, limit);
    }

    /// The awaitables as they complete: `as_completed`.
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return AsCompleted.asCompleted(awaitables);
    }

    /// The awaitables as they complete, within `seconds`.
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables, double seconds) {
        return AsCompleted.asCompleted(awaitables, seconds);
    }

    /// The awaitables as they complete, within `limit`.
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables, Duration limit) {
        return AsCompleted.asCompleted(awaitables, limit);
    }

    /// A future that can be cancelled without cancelling `awaitable`: `shield`.
    public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
        return Shield.shield(awaitable);
    }

    /// A future that can be cancelled without cancelling `body`.
    public static Future<@Nullable Void> shield(AsyncAction body) {
        return Shield.shield(new WithoutResult<>(body));
    }

    /// A scope that is cancelled after `seconds`: `asyncio.timeout`. Use it with [#asyncWith].
    public static Timeout timeout(double seconds) {
        return Timeout.timeout(seconds);
    }

    /// A scope that is cancelled after `delay`.
    public static Timeout timeout(Duration delay) {
        return Timeout.timeout(delay);
    }

    /// A scope that is cancelled when the loop's time reaches `when`: `timeout_at`.
    public static Timeout timeoutAt(double when) {
        return Timeout.timeoutAt(when);
    }

    // ---- statements

    /// Python's `async with manager as c: body`.
    public static <C extends @Nullable Object> void asyncWith(AsyncContextManager<C> manager,
            AsyncConsumer<? super C> body) throws Exception {
        AsyncWith.asyncWith(manager, body);
    }

    /// Python's `async with manager: body`.
    public static void asyncWith(AsyncContextManager<?> manager, AsyncAction body) throws Exception {
        AsyncWith.asyncWith(manager, body);
    }

    /// `async with` whose body has a result; null when the manager swallowed the body's failure.
    public static <C extends @Nullable Object, R> @Nullable R asyncWithResult(AsyncContextManager<C> manager,
            AsyncFunction<? super C, ? extends R> body) throws Exception {
        return AsyncWith.asyncWithResult(manager, body);
    }

    /// Python's `try: body except* ...`: begins a statement that handles the parts of an exception group by class.
    public static ExceptStar tryStar(AsyncAction body) {
        return ExceptStar.tryStar(body);
    }

    /// For the for-each statement: Python's `async for item in items`. Each step may await.
    public static <T extends @Nullable Object> Iterable<T> asyncFor(AsyncIterable<T> items) {
        return AsyncFor.asyncFor(items);
    }

    /// Python's `async for item in items: body`, with the body as a function: the fast way through an [AsyncGenerator].
    public static <T extends @Nullable Object> void asyncFor(AsyncIterable<T> items, AsyncConsumer<? super T> body)
            throws Exception {
        AsyncFor.asyncFor(items, body);
    }

    /// An asynchronous generator: Python's `async def` with `yield`.
    public static <T extends @Nullable Object> AsyncGenerator<T> asyncGenerator(
            AsyncConsumer<? super Yielder<T>> body) {
        return AsyncGenerator.of(body);
    }

    // ---- threads

    /// Runs blocking code on a thread of the default executor, in a copy of the context: `to_thread`.
    public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<? extends T> call) {
        return ToThread.toThread(call);
    }

    /// Runs blocking code without a result on a thread of the default executor.
    public static Coroutine<@Nullable Void> toThread(AsyncAction body) {
        return ToThread.toThread(new WithoutResult<@Nullable Void>(body)::await);
    }

    /// Runs blocking code on `executor`; null for the default one: `loop.run_in_executor`.
    public static <T extends @Nullable Object> Future<T> runInExecutor(@Nullable Executor executor,
            Callable<? extends T> call) {
        return RunInExecutor.runInExecutor(EventLoop.running(), executor, call);
    }

    /// Runs blocking code without a result on `executor`; null for the default one.
    public static Future<@Nullable Void> runInExecutor(@Nullable Executor executor, AsyncAction body) {
        return RunInExecutor.runInExecutor(EventLoop.running(), executor,
                new WithoutResult<@Nullable Void>(body)::await);
    }

    /// Runs blocking code on a virtual thread of its own, which is interrupted when the wait for it is cancelled.
    public static <T extends @Nullable Object> Coroutine<T> interruptibly(Callable<? extends T> call) {
        return ToThread.interruptibly(call);
    }

    /// Runs blocking code without a result on a virtual thread of its own, which is interrupted when the wait for it is
    /// cancelled.
    public static Coroutine<@Nullable Void> interruptibly(AsyncAction body) {
        return ToThread.interruptibly(new WithoutResult<@Nullable Void>(body)::await);
    }

    /// Threads for calls that compute, for [#runInExecutor]: as many as there are processors.
    public static Executor cpuPool() {
        return CpuPool.cpuPool();
    }

    /// Runs `awaitable` on `loop` from another thread: `run_coroutine_threadsafe`.
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            Awaitable<T> awaitable, EventLoop loop) {
        return RunCoroutineThreadsafe.runCoroutineThreadsafe(awaitable, loop);
    }

    /// Runs `body` on `loop` from another thread.
    public static CompletableFuture<@Nullable Void> runCoroutineThreadsafe(AsyncAction body, EventLoop loop) {
        return RunCoroutineThreadsafe.runCoroutineThreadsafe(new WithoutResult<>(body), loop);
    }

    /// A future of the running loop for a stage that completes anywhere: `wrap_future`.
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletionStage<? extends T> stage) {
        return WrapFuture.wrapFuture(stage);
    }

    /// The other way: a stage for a future.
    public static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
        return WrapFuture.toCompletableFuture(future);
    }
}
