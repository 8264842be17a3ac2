package io.asyncio4j.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which loop is a thread's current one.
class PoliciesTest {
    private final LoopPolicy before = Policies.getEventLoopPolicy();

    @AfterEach
    void restore() {
        Policies.setEventLoopPolicy(before);
    }

    /// Runs on a thread that passes for the program's main one.
    private static <T> T onMainThread(Callable<T> body) throws Exception {
        return on(Thread.ofPlatform().name("main"), body);
    }

    private static <T> T on(Thread.Builder thread, Callable<T> body) throws Exception {
        FutureTask<T> task = new FutureTask<>(body);
        thread.start(task).join();
        return task.get();
    }

    @Test
    @CPythonTest({"test_events.PolicyTests.test_get_event_loop",
            "test_events.PolicyTests.test_get_event_loop_calls_set_event_loop"})
    void theMainThreadGetsALoopWhenItFirstAsks() throws Exception {
        DefaultLoopPolicy policy = new DefaultLoopPolicy(VirtualTime::newLoop);
        onMainThread(() -> {
            assertThat(policy.currentOrNull()).isNull();
            try (EventLoop loop = policy.getEventLoop()) {
                assertThat(policy.getEventLoop()).isSameAs(loop).isSameAs(policy.currentOrNull());
            }
            return null;
        });
    }

    @Test
    @CPythonTest("test_events.PolicyTests.test_get_event_loop_after_set_none")
    void aMainThreadWhoseLoopWasTakenAwayGetsNone() throws Exception {
        DefaultLoopPolicy policy = new DefaultLoopPolicy();
        onMainThread(() -> {
            policy.setEventLoop(null);
            assertThatThrownBy(policy::getEventLoop).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("There is no current event loop in thread 'main'");
            return null;
        });
    }

    @Test
    @CPythonTest("test_events.PolicyTests.test_get_event_loop_thread")
    void anotherThreadMustSetItsOwn() throws Exception {
        DefaultLoopPolicy policy = new DefaultLoopPolicy();
        on(Thread.ofPlatform().name("worker"), () -> {
            assertThatThrownBy(policy::getEventLoop).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'worker'").hasMessageContaining("setEventLoop(newEventLoop())");
            try (EventLoop own = policy.newEventLoop()) {
                policy.setEventLoop(own);
                assertThat(policy.getEventLoop()).isSameAs(own);
            }
            return null;
        });
    }

    @Test
    @CPythonTest({"test_events.PolicyTests.test_new_event_loop", "test_events.PolicyTests.test_set_event_loop"})
    void aNewLoopIsCurrentOnlyOnceItIsSet() {
        LoopPolicy policy = new DefaultLoopPolicy();
        try (EventLoop old = policy.newEventLoop(); EventLoop next = policy.newEventLoop()) {
            assertThat(next).isNotSameAs(old);
            policy.setEventLoop(old);
            assertThat(policy.getEventLoop()).isSameAs(old);
            policy.setEventLoop(next);
            assertThat(policy.getEventLoop()).isSameAs(next);
        }
    }

    @Test
    @CPythonTest({"test_events.PolicyTests.test_get_event_loop_policy",
            "test_events.PolicyTests.test_set_event_loop_policy"})
    void thePolicyIsOneForAllAndCanBeReplaced() throws Exception {
        assertThat(Policies.getEventLoopPolicy()).isSameAs(before);
        LoopPolicy next = new DefaultLoopPolicy();
        Policies.setEventLoopPolicy(next);
        assertThat(Policies.getEventLoopPolicy()).isSameAs(next);
        assertThat(on(Thread.ofVirtual(), Policies::getEventLoopPolicy)).isSameAs(next);
        Policies.setEventLoopPolicy(null);
        assertThat(Policies.getEventLoopPolicy()).isInstanceOf(DefaultLoopPolicy.class).isNotSameAs(next);
    }

    @Test
    @CPythonTest("test_events.GetEventLoopTestsMixin.test_get_event_loop_returns_running_loop")
    void whileALoopRunsThePolicyIsNotAsked() throws Exception {
        class NotAsked extends RuntimeException {
        }
        Policies.setEventLoopPolicy(new LoopPolicy() {
            @Override
            public EventLoop getEventLoop() {
                throw new NotAsked();
            }

            @Override
            public void setEventLoop(EventLoop loop) {
                // nobody looks
            }

            @Override
            public EventLoop newEventLoop() {
                return VirtualTime.newLoop();
            }
        });
        assertThatThrownBy(Policies::getEventLoop).isInstanceOf(NotAsked.class);
        try (EventLoop loop = Policies.newEventLoop()) {
            assertThat(RunUntilComplete.<EventLoop>runUntilComplete(loop, () -> Policies.getEventLoop()))
                    .isSameAs(loop);
            assertThatThrownBy(Future::new).as("a future asks it too").isInstanceOf(NotAsked.class);
        }
        assertThatThrownBy(EventLoop::running).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
        assertThat(EventLoop.runningOrNull()).isNull();
    }

    @Test
    @CPythonTest("test_events.GetEventLoopTestsMixin.test_get_event_loop_returns_running_loop2")
    void whileALoopRunsItIsTheOneWhateverIsSet() throws Exception {
        Policies.setEventLoopPolicy(new DefaultLoopPolicy(VirtualTime::newLoop));
        try (EventLoop loop = Policies.newEventLoop(); EventLoop other = Policies.newEventLoop()) {
            Policies.setEventLoop(other);
            assertThat(Policies.getEventLoop()).isSameAs(other);
            assertThat(RunUntilComplete.<EventLoop>runUntilComplete(loop, () -> Policies.getEventLoop()))
                    .isSameAs(loop);
            assertThat(Policies.getEventLoop()).isSameAs(other);
            Policies.setEventLoop(null);
            assertThatThrownBy(Policies::getEventLoop).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no current event loop");
        }
    }
}
