package io.asyncio4j.process;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.PipeEnd;
import io.asyncio4j.transport.Pipes;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The transport of a child: asyncio's `BaseSubprocessTransport`. Loop-confined.
/*
 * | returnCode | pipes               | lost  | meaning                                                        |
 * |------------|---------------------|-------|----------------------------------------------------------------|
 * | null       | being connected     | false | calls of the protocol wait in `pending`                        |
 * | null       | connected           | false | the child runs                                                 |
 * | known      | some open           | false | ended; somebody else may still hold the pipes, data may come   |
 * | null       | all disconnected    | false | the child has closed its streams and runs on                   |
 * | known      | all disconnected    | true  | `connectionLost` is scheduled or done; waiters are released    |
 *
 * A pipe that could not be connected counts as disconnected, so that whoever waits for the end gets it.
 */
final class ProcessTransport implements SubprocessTransport {
    private static final Logger LOG = System.getLogger("io.asyncio4j.process");
    private static final int STREAMS = 3;

    private final EventLoop loop;
    private final Child child;
    private final Running running;
    private final @Nullable PipeProtocol[] pipes = new @Nullable PipeProtocol[STREAMS];
    private final List<Future<Integer>> exitWaiters = new ArrayList<>(1);
    private @Nullable List<Runnable> pending = new ArrayList<>();
    private SubprocessProtocol protocol;
    private @Nullable Integer returnCode;
    private boolean closed;
    private boolean lost;
    private boolean finished;
    private boolean broken; // its pipes could not be connected, and the protocol has never heard of it

    private ProcessTransport(EventLoop loop, Child child, SubprocessProtocol protocol) {
        this.loop = loop;
        this.child = child;
        this.protocol = protocol;
        this.running = Running.CHILDREN.get(loop);
        running.transports.add(this);
    }

    /// Starts a child and waits until its pipes stand; kills and reaps it if that is cancelled or fails.
    static ProcessTransport start(EventLoop loop, SubprocessProtocol protocol, Command command)
            throws Exception {
        ChildWatcher watcher = ChildWatchers.getChildWatcher();
        if (!watcher.isActive()) {
            throw new IllegalStateException("subprocess cannot be started: the child watcher is not active: "
                    + watcher + "; attach it to a loop, or set another one");
        }
        ProcessTransport transport =
                new ProcessTransport(loop, Spawner.choose().spawn(command), protocol);
        Future<@Nullable Void> ready = new Future<>(loop);
        Task.create(loop, Coroutine.of(() -> {
            transport.connectPipes(ready);
            return null;
        }), "pipes of process " + transport.getPid(), null);
        try {
            transport.child.watch(watcher, transport::exitedSomewhere);
        } catch (RuntimeException unwatchable) {
            transport.running.transports.remove(transport);
            transport.closed = true; // and so the pipes, as soon as they stand
            transport.child.abandon();
            throw unwatchable;
        }
        try {
            ready.await();
        } catch (Throwable failure) {
            transport.close();
            transport.waitFor().await();
            throw failure;
        }
        return transport;
    }

    private void connectPipes(Future<@Nullable Void> ready) {
        int next = 0;
        try {
            for (; next < STREAMS; next++) {
                int stream = next;
                PipeEnd end = child.pipe(stream);
                if (end == null) {
                    continue;
                }
                PipeProtocol serving = new PipeProtocol(this, stream);
                pipes[stream] = serving;
                Connected<PipeProtocol> connected = stream == 0
                        ? Pipes.connectWritePipe(() -> serving, end).await()
                        : Pipes.connectReadPipe(() -> serving, end).await();
                if (closed) {
                    connected.transport().close();
                }
            }
        } catch (Throwable failure) {
            giveUpPipes(next);
            if (!ready.isDone()) {
                ready.setException(failure);
            }
            return;
        }
        begin();
        if (!ready.isDone()) {
            ready.setResult(null);
        }
    }

    /// Closes the ends from this one on, which no transport has.
    private void giveUpPipes(int first) {
        for (int stream = first; stream < STREAMS; stream++) {
            PipeProtocol there = pipes[stream];
            if (child.pipe(stream) != null && (there == null || there.pipe() == null)) {
                pipes[stream] = null;
                child.closePipe(stream);
            }
        }
        broken = true;
        pending = null;
        tryFinish();
    }

    private interface Call {
        void make() throws Exception;
    }

    private void begin() {
        List<Runnable> waiting = pending == null ? List.of() : pending;
        pending = null;
        call(() -> protocol.connectionMade(this));
        waiting.forEach(loop::callSoon);
        closeInputOfTheDead();
        tryFinish();
    }

    private void closeInputOfTheDead() {
        Transport input = getPipeTransport(0);
        if (input != null && returnCode != null && !child.inputNoticesItsEnd()) {
            input.close();
        }
    }

    /// Calls the protocol in the next iteration, or after `connectionMade` if that is still to come.
    private void call(Call call) {
        if (broken) {
            return;
        }
        Runnable callback = () -> {
            try {
                call.make();
            } catch (Exception failure) {
                throw Rethrow.sneaky(failure); // the loop reports it
            }
        };
        if (pending != null) {
            pending.add(callback);
        } else {
            loop.callSoon(callback);
        }
    }

    // ---- what happens

    void pipeDataReceived(int stream, byte[] data) {
        call(() -> protocol.pipeDataReceived(stream, data));
    }

    void pipeConnectionLost(int stream, @Nullable Throwable failure) {
        call(() -> protocol.pipeConnectionLost(stream, failure));
        tryFinish();
    }

    private void exitedSomewhere(int code) {
        try {
            loop.callSoonThreadsafe(() -> exited(code));
        } catch (IllegalStateException loopClosed) {
            LOG.log(Level.DEBUG, "child {0,number,#} has outlived its loop", child.pid());
        }
    }

    private void exited(int code) {
        returnCode = code;
        call(() -> protocol.processExited());
        closeInputOfTheDead();
        tryFinish();
    }

    private void tryFinish() {
        if (lost || returnCode == null || pending != null) {
            return;
        }
        for (PipeProtocol pipe : pipes) {
            if (pipe != null && !pipe.isDisconnected()) {
                return;
            }
        }
        lost = true;
        if (broken) {
            finish();
        } else {
            call(this::loseConnection);
        }
    }

    private void loseConnection() throws Exception {
        try {
            protocol.connectionLost(null);
        } finally {
            finish();
        }
    }

    private void finish() {
        finished = true;
        running.transports.remove(this);
        Integer code = returnCode;
        for (Future<Integer> waiter : exitWaiters) {
            if (!waiter.isDone() && code != null) {
                waiter.setResult(code);
            }
        }
        exitWaiters.clear();
    }

    // ---- what can be done

    @Override
    public Coroutine<Integer> waitFor() {
        return Coroutine.of(() -> {
            Integer code = returnCode;
            if (code != null) {
                return code;
            }
            Future<Integer> waiter = new Future<>(loop);
            exitWaiters.add(waiter);
            return waiter.await();
        });
    }

    @Override
    public void sendSignal(int signal) throws IOException {
        if (finished) {
            throw new ProcessLookupException("signal " + signal + " cannot be sent: process " + child.pid()
                    + " has ended with return code " + returnCode);
        }
        if (returnCode == null) {
            child.signal(signal);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (PipeProtocol pipe : pipes) {
            Transport transport = pipe == null ? null : pipe.pipe();
            if (transport != null) {
                transport.close();
            }
        }
        if (returnCode == null && !child.hasEnded()) {
            if (loop.getDebug()) {
                LOG.log(Level.WARNING, "Close running child process: kill {0}", this);
            }
            try {
                kill();
            } catch (IOException notOurs) {
                LOG.log(Level.DEBUG, "kill refused", notOurs); // it runs as another user
            }
        }
    }

    // ---- what is known

    @Override
    public boolean isClosing() {
        return closed;
    }

    @Override
    public long getPid() {
        return child.pid();
    }

    @Override
    public @Nullable Integer getReturnCode() {
        return returnCode;
    }

    @Override
    public @Nullable Transport getPipeTransport(int descriptor) {
        PipeProtocol pipe = descriptor < 0 || descriptor >= STREAMS ? null : pipes[descriptor];
        return pipe == null ? null : pipe.pipe();
    }

    @Override
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return key == SUBPROCESS ? key.type().cast(ProcessHandle.of(child.pid()).orElse(null)) : null;
    }

    @Override
    public void setProtocol(BaseProtocol next) {
        if (!(next instanceof SubprocessProtocol fine)) {
            throw new IllegalArgumentException("transport of a subprocess cannot serve the protocol: "
                    + next.getClass().getName() + "; implement SubprocessProtocol");
        }
        protocol = fine;
    }

    @Override
    public BaseProtocol getProtocol() {
        return protocol;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SubprocessTransport[");
        if (closed) {
            text.append("closed, ");
        }
        text.append("pid=").append(child.pid());
        text.append(returnCode == null ? ", running" : ", returnCode=" + returnCode);
        String[] names = {"stdin", "stdout", "stderr"};
        for (PipeProtocol pipe : pipes) {
            if (pipe != null && pipe.pipe() != null) {
                text.append(", ").append(names[pipe.stream]).append('=').append(pipe.pipe());
            }
        }
        return text.append(']').toString();
    }

    /// The children of a loop; those that still run when it closes are killed.
    private static final class Running implements AutoCloseable {
        static final LoopLocal<Running> CHILDREN = new LoopLocal<>(_ -> new Running());

        final Set<ProcessTransport> transports = new LinkedHashSet<>();

        @Override
        public void close() {
            for (ProcessTransport left : List.copyOf(transports)) {
                if (left.returnCode == null) {
                    LOG.log(Level.WARNING,
                            "unclosed subprocess is killed: {0}; wait for children before their loop closes", left);
                    left.child.abandon();
                }
            }
        }
    }
}
