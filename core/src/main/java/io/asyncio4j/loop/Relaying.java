package io.asyncio4j.loop;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Relay;
import io.asyncio4j.loop.spi.StrandStep;

import org.jspecify.annotations.Nullable;

/// A loop's iterations on an engine that relays: what the loop does between two coroutines is done by the one that has
/// been left, so that control goes from one to the next without the loop's thread. Confined to who has control.
/*
 * | what is next                          | on the loop's thread      | on the thread of a coroutine that was left |
 * |---------------------------------------|---------------------------|--------------------------------------------|
 * | a coroutine's step                    | enters the coroutine      | enters it, or returns into it if it is its |
 * |                                       |                           | own                                        |
 * | a callback, a timer, any other step   | runs it                   | back to the loop's thread                  |
 * | another iteration, with work ready    | polls, begins it          | begins it, if the driver's tryPoll is true |
 * | waiting, the end, a failure to report | waits, ends, reports      | back to the loop's thread                  |
 *
 * So callbacks, drivers and reports see the loop's thread only, as on the other engine. `left` counts the steps of the
 * present iteration, whoever has begun it. In debug mode, where steps are timed, everything is done by the loop's thread.
 */
final class Relaying implements Relay {
    private final EventLoop loop;
    private final ReadyQueue ready;
    private @Nullable Object context;
    private int left;
    private @Nullable StrandStep begun;
    private @Nullable Throwable failure;

    Relaying(EventLoop loop, ReadyQueue ready) {
        this.loop = loop;
        this.ready = ready;
    }

    /// Iterations, until the loop is stopped. The loop's thread.
    ///
    /// @param outer the context of whoever runs the loop
    void iterate(Host host, @Nullable Object outer) {
        context = outer;
        host.setRelay(this);
        try {
            do {
                loop.poll(host);
                beginIteration();
                while (left > 0) {
                    step(host);
                }
                host.setContext(context);
            } while (!loop.isStopping());
        } finally {
            host.setRelay(null);
        }
    }

    private void beginIteration() {
        loop.takeOver();
        left = ready.size();
    }

    private void step(Host host) {
        if (!beginStep(host)) {
            left--;
            loop.runNext(ready.take(), host);
            return;
        }
        host.enter();
        StrandStep failed = begun;
        Throwable raised = failure;
        begun = null;
        if (raised != null && failed != null) {
            failure = null;
            loop.stepFailed(failed, raised);
        }
    }

    private boolean beginStep(Host host) {
        if (loop.getDebug() || !(ready.peek() instanceof StrandStep step) || !step.begin(host)) {
            return false;
        }
        left--;
        ready.take();
        begun = step;
        return true;
    }

    @Override
    public boolean next(Host host) {
        StrandStep ended = begun;
        assert ended != null : "a coroutine is entered by a step";
        try {
            ended.end(host);
            if (left == 0) {
                host.setContext(context);
                left = loop.takeBegun();
                if (left == 0 && ready.size() > 0 && !loop.isStopping() && loop.driver().tryPoll()) {
                    beginIteration();
                }
            }
            return left > 0 && beginStep(host);
        } catch (Throwable raised) {
            failure = raised;
            return false;
        }
    }
}
