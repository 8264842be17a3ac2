package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// What happens to the coroutines that are awaited on a strand, its links, when [GeneratorExit] is raised in the
/// coroutine below them: each is closed for itself, innermost first, as each is an object of its own in Python. Owner-confined.
/*
 * `links` counts those of the links that were there at the start and have not ended. What a finally block awaits comes
 * above them, and ends without being noticed.
 *
 * | a link                   | the one that awaits it gets                    |
 * |--------------------------|------------------------------------------------|
 * | ends with GeneratorExit  | GeneratorExit; the outermost one `exit` itself |
 * | returns                  | the same                                       |
 * | throws something else    | that                                           |
 * | awaits again             | ignored: GeneratorExit there, then its end     |
 * |  .. and ends in any way  | IllegalStateException                          |
 * |  .. and awaits again     | nothing; the strand stays suspended            |
 */
final class Closing {
    private final Throwable exit;
    private int links;
    private boolean ignored;

    private Closing(Throwable exit, int links) {
        this.exit = exit;
        this.links = links;
    }

    /// @param suspended the frames of the strand
    static Closing of(Throwable exit, StackTraceElement[] suspended) {
        return new Closing(exit, Frames.links(suspended));
    }

    /// When it is a link that is closed: it is not known which of the frames are above it.
    static Closing ofAll(Throwable exit) {
        return new Closing(exit, Integer.MAX_VALUE);
    }

    /// What to raise where the strand is suspended.
    Throwable first() {
        return next();
    }

    private Throwable next() {
        return links == 0 || links == Integer.MAX_VALUE ? exit : new GeneratorExit();
    }

    /// On the strand, with the frame that awaits a link still there: the link has ended. Throws what is to be raised in the
    /// one that awaits it, if it is not the link's own failure.
    void ended(@Nullable Throwable failure) {
        int left = Frames.links(Thread.currentThread().getStackTrace()) - 1;
        if (left >= links) {
            return;
        }
        links = left;
        if (ignored) {
            ignored = false;
            throw Refusals.ignoredExit(failure);
        }
        if (failure == null || failure instanceof GeneratorExit) {
            throw Rethrow.sneaky(next());
        }
    }

    /// The strand is suspended again: whether a link has ignored the exit, for the first time.
    boolean leftBehind() {
        boolean first = !ignored && links > 0 && links < Integer.MAX_VALUE;
        ignored = first;
        return first;
    }
}
