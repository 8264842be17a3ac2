package io.asyncio4j.process;

import static io.asyncio4j.os.Os.os;
import static io.asyncio4j.os.Os.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.runner.DefaultLoopPolicy;
import io.asyncio4j.runner.Policies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChildWatcherTest {
    private static final String MIXIN = "test_unix_events.ChildWatcherTestsMixin.";
    private static final String POLICY = "test_unix_events.PolicyTests.";

    static Stream<ChildWatcher> watchers() {
        assumeTrue(PosixSpawner.isAvailable());
        return Stream.of(new PidfdChildWatcher(), new ThreadedChildWatcher(),
                new ProcessHandleChildWatcher());
    }

    private static long child(String line) throws IOException {
        return PosixSpawner.THE_ONE.spawn(Command.shell(SubprocessOptions.DEFAULT, line)).pid();
    }

    @ParameterizedTest
    @MethodSource("watchers")
    @CPythonTest({MIXIN + "test_sigchld", MIXIN + "test_sigchld_two_children",
            MIXIN + "test_sigchld_two_children_terminating_together"})
    void everyChildIsReportedOnceWithItsReturnCode(ChildWatcher watcher) throws Exception {
        os(() -> {
            List<String> ends = new ArrayList<>();
            long first = child("exit 12");
            long second = child("kill -9 $$");
            List<String> expected = List.of(first + " 12", second + " -9");
            EventLoop loop = EventLoop.running();
            ChildCallback callback =
                    (pid, code) -> loop.callSoonThreadsafe(() -> ends.add(pid + " " + code));
            watcher.addChildHandler(first, callback);
            watcher.addChildHandler(second, callback);
            until("both have ended", () -> ends.size() == 2);
            assertThat(ends).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(watcher.removeChildHandler(first)).isFalse();
            assertThat(watcher.isActive()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("watchers")
    @CPythonTest({MIXIN + "test_sigchld_race_condition", MIXIN + "test_sigchld_replace_handler"})
    void childThatHasEndedBeforeAndALaterHandlerAreServed(ChildWatcher watcher) throws Exception {
        os(() -> {
            List<Integer> ends = new ArrayList<>();
            EventLoop loop = EventLoop.running();
            long early = child("exit 5");
            while (!Waiting.hasEnded(early)) {
                Thread.onSpinWait();
            }
            watcher.addChildHandler(early, (_, code) -> loop.callSoonThreadsafe(() -> ends.add(code)));
            until("the early one is reported", () -> ends.equals(List.of(5)));
            long replaced = child("sleep 0.2; exit 6");
            watcher.addChildHandler(replaced, (_, _) -> loop.callSoonThreadsafe(() -> ends.add(-1)));
            watcher.addChildHandler(replaced, (_, code) -> loop.callSoonThreadsafe(() -> ends.add(code)));
            until("the later handler heard of it", () -> ends.equals(List.of(5, 6)));
        });
    }

    @ParameterizedTest
    @MethodSource("watchers")
    @CPythonTest({MIXIN + "test_sigchld_remove_handler", MIXIN + "test_remove_child_handler", MIXIN + "test_close"})
    void removedHandlerHearsNothing(ChildWatcher watcher) throws Exception {
        os(() -> {
            List<Integer> ends = new ArrayList<>();
            EventLoop loop = EventLoop.running();
            long child = child("sleep 0.1");
            watcher.addChildHandler(child, (_, code) -> loop.callSoonThreadsafe(() -> ends.add(code)));
            assertThat(watcher.removeChildHandler(child)).isTrue();
            assertThat(watcher.removeChildHandler(child)).isFalse();
            long other = child("exit 3");
            watcher.addChildHandler(other, (_, code) -> loop.callSoonThreadsafe(() -> ends.add(code)));
            until("the other one is reported", () -> ends.equals(List.of(3)));
            until("the removed one has ended", () -> Waiting.hasEnded(child));
            if (watcher instanceof PidfdChildWatcher) {
                assertThat(Waiting.reap(child)).isZero(); // nobody else does
            }
            assertThat(ends).containsExactly(3);
            watcher.close();
        });
    }

    @ParameterizedTest
    @MethodSource("watchers")
    @CPythonTest({MIXIN + "test_sigchld_child_reaped_elsewhere",
            MIXIN + "test_sigchld_unknown_pid_during_registration"})
    void childThatSomebodyElseHasReapedIsReportedAs255(ChildWatcher watcher) throws Exception {
        os(() -> {
            List<Integer> ends = new ArrayList<>();
            EventLoop loop = EventLoop.running();
            long child = child("exit 3");
            assertThat(Waiting.reap(child)).isEqualTo(3);
            watcher.addChildHandler(child, (_, code) -> loop.callSoonThreadsafe(() -> ends.add(code)));
            until("it is reported", () -> ends.equals(List.of(255)));
        });
    }

    // ---- the policy's watcher

    @Test
    @CPythonTest({POLICY + "test_get_default_child_watcher",
            "test_subprocess.SubprocessWatcherMixin.test_watcher_implementation"})
    void watcherOfAPolicyIsMadeOnceAndNeedsNoThreadWhereThatWorks() {
        Policies.setEventLoopPolicy(new DefaultLoopPolicy());
        try {
            ChildWatcher watcher = ChildWatchers.getChildWatcher();
            assertThat(ChildWatchers.getChildWatcher()).isSameAs(watcher);
            if (PidfdChildWatcher.isAvailable()) {
                assertThat(watcher).isInstanceOf(PidfdChildWatcher.class);
            }
            Policies.setEventLoopPolicy(new DefaultLoopPolicy());
            assertThat(ChildWatchers.getChildWatcher()).isNotSameAs(watcher);
        } finally {
            Policies.setEventLoopPolicy(null);
        }
    }

    @Test
    @CPythonTest({POLICY + "test_get_child_watcher_after_set", POLICY + "test_get_child_watcher_thread"})
    void watcherThatWasSetIsEveryThreads() throws Exception {
        ThreadedChildWatcher watcher = new ThreadedChildWatcher();
        ChildWatchers.setChildWatcher(watcher);
        try {
            assertThat(ChildWatchers.getChildWatcher()).isSameAs(watcher);
            ChildWatcher[] elsewhere = new ChildWatcher[1];
            Thread other = Thread.ofPlatform().start(() -> elsewhere[0] = ChildWatchers.getChildWatcher());
            other.join();
            assertThat(elsewhere[0]).isSameAs(watcher);
        } finally {
            ChildWatchers.setChildWatcher(null);
        }
        assertThat(ChildWatchers.getChildWatcher()).isNotSameAs(watcher);
    }

    /// A policy that keeps its watcher itself.
    private static final class OwnPolicy extends Delegating implements ChildWatchers.Policy {
        private @Nullable ChildWatcher mine;

        @Override
        public ChildWatcher getChildWatcher() {
            ChildWatcher there = mine;
            if (there == null) {
                there = ChildWatchers.newChildWatcher();
                mine = there;
            }
            return there;
        }

        @Override
        public void setChildWatcher(@Nullable ChildWatcher watcher) {
            mine = watcher;
        }
    }

    private static class Delegating implements io.asyncio4j.runner.LoopPolicy {
        private final DefaultLoopPolicy usual = new DefaultLoopPolicy();

        @Override
        public EventLoop getEventLoop() {
            return usual.getEventLoop();
        }

        @Override
        public void setEventLoop(@Nullable EventLoop loop) {
            usual.setEventLoop(loop);
        }

        @Override
        public EventLoop newEventLoop() {
            return usual.newEventLoop();
        }
    }

    @Test
    void policyMayKeepItsWatcherItself() {
        OwnPolicy policy = new OwnPolicy();
        Policies.setEventLoopPolicy(policy);
        try {
            ProcessHandleChildWatcher watcher = new ProcessHandleChildWatcher();
            ChildWatchers.setChildWatcher(watcher);
            assertThat(policy.mine).isSameAs(watcher);
            assertThat(ChildWatchers.getChildWatcher()).isSameAs(watcher);
        } finally {
            Policies.setEventLoopPolicy(null);
        }
    }

    /// A watcher that is attached to a loop, as those of Python 3.11 are.
    private static final class Attached implements ChildWatcher {
        private final PidfdChildWatcher usual = new PidfdChildWatcher();
        private @Nullable EventLoop loop;

        @Override
        public void addChildHandler(long pid, ChildCallback callback) {
            usual.addChildHandler(pid, callback);
        }

        @Override
        public boolean removeChildHandler(long pid) {
            return usual.removeChildHandler(pid);
        }

        @Override
        public void attachLoop(@Nullable EventLoop next) {
            loop = next;
        }

        @Override
        public boolean isActive() {
            return loop != null && loop.isRunning();
        }

        @Override
        public void close() {
            usual.close();
        }
    }

    @Test
    @CPythonTest("test_subprocess.GenericWatcherTests.test_create_subprocess_fails_with_inactive_watcher")
    void processIsRefusedWhileTheWatcherIsNotActive() throws Exception {
        assumeTrue(PidfdChildWatcher.isAvailable());
        Attached watcher = new Attached();
        ChildWatchers.setChildWatcher(watcher);
        try {
            os(() -> {
                assertThatIllegalStateException()
                        .isThrownBy(() -> Subprocesses.createSubprocessExec("true").await())
                        .withMessageContaining("watcher is not active");
                watcher.attachLoop(EventLoop.running());
                assertThat(Subprocesses.createSubprocessExec("true").await().waitFor().await()).isZero();
                watcher.attachLoop(null);
            });
        } finally {
            ChildWatchers.setChildWatcher(null);
        }
    }

    @Test
    void spawnerOfUnknownNameIsRefused() throws Exception {
        System.setProperty(Spawner.PROPERTY, "fork");
        try {
            os(() -> assertThatIllegalStateException()
                    .isThrownBy(() -> Subprocesses.createSubprocessExec("true").await())
                    .withMessageContaining("give posix or jdk"));
        } finally {
            System.clearProperty(Spawner.PROPERTY);
        }
    }
}
