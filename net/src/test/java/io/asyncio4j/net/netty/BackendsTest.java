package io.asyncio4j.net.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BackendsTest {

    @AfterEach
    void forget() {
        System.clearProperty(Backends.PROPERTY);
    }

    @Test
    void bestThatWorksForAnyLoopIsChosen() {
        String expected = Epoll.isAvailable() ? "epoll" : KQueue.isAvailable() ? "kqueue" : "nio";
        assertThat(Backends.choose().name()).isEqualTo(expected);
    }

    @Test
    void propertyForcesAChoice() {
        System.setProperty(Backends.PROPERTY, " NIO ");
        assertThat(Backends.choose().name()).isEqualTo("nio");
    }

    @Test
    void unknownKindIsRefusedWithTheKnownOnes() {
        System.setProperty(Backends.PROPERTY, "iocp");
        assertThatIllegalStateException().isThrownBy(() -> Backends.choose())
                .withMessage("network I/O of an unknown kind: -Dasyncio4j.io=iocp; give one of "
                        + "epoll, io_uring, kqueue, nio");
    }

    @Test
    void kindThatDoesNotWorkHereIsRefusedWithTheReason() {
        String absent = KQueue.isAvailable() ? "epoll" : "kqueue";
        Assumptions.assumeFalse(absent.equals("epoll") && Epoll.isAvailable());
        System.setProperty(Backends.PROPERTY, absent);
        assertThatIllegalStateException().isThrownBy(() -> Backends.choose())
                .withMessageStartingWith("network I/O by " + absent + " does not work here: ")
                .withMessageContaining("remove -Dasyncio4j.io");
    }
}
