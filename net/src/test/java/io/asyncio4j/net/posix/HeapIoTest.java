package io.asyncio4j.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeapIoTest {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int ENOTSOCK = 88;

    private final Posix posix = new Posix();
    private int near;
    private int far;

    /// Two ends of a connection that both would wait.
    @BeforeEach
    void connect() throws Throwable {
        assumeTrue(HeapIo.bind(), "native access is not allowed, or this is not Linux");
        MethodHandle socketpair =
                Native.function("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int result = (int) socketpair.invokeExact(arena.allocate(Native.STATE), AF_UNIX, SOCK_STREAM, 0, ends);
            assertThat(result).isZero();
            near = ends.getAtIndex(JAVA_INT, 0);
            far = ends.getAtIndex(JAVA_INT, 1);
        }
    }

    @AfterEach
    void close() {
        if (near != far) {
            posix.close(near);
            posix.close(far);
        }
    }

    private static HeapIo sender() {
        return Objects.requireNonNull(HeapIo.ifBound());
    }

    @Test
    void theBytesOfThePartArriveAndNoOthers() throws Exception {
        byte[] data = new byte[40_000];
        new Random(1).nextBytes(data);
        assertThat(sender().send(near, data, 1_000, 30_000)).isEqualTo(30_000);
        assertThat(posix.read(far)).isEqualTo(Arrays.copyOfRange(data, 1_000, 31_000));
    }

    @Test
    void aSocketThatWouldWaitDoesNotKeepTheCaller() {
        HeapIo sender = sender();
        byte[] data = new byte[1024 * 1024];
        int sent;
        do {
            sent = sender.send(near, data, 0, data.length);
        } while (sent > 0);
        assertThat(sent).isEqualTo(-Posix.EAGAIN);
    }

    @Test
    void aPeerThatHasGoneIsAnErrorAndNoSignal() {
        posix.close(far);
        assertThat(sender().send(near, new byte[10], 0, 10)).isEqualTo(-Posix.EPIPE);
        far = near;
        posix.close(near);
    }

    @Test
    void aDescriptorOfAnotherKindIsAnError() throws Exception {
        int[] pipe = posix.pipe();
        assertThat(sender().send(pipe[1], new byte[10], 0, 10)).isEqualTo(-ENOTSOCK);
        posix.close(pipe[0]);
        posix.close(pipe[1]);
    }
}
