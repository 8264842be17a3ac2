package io.asyncio4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.iter.Aclosing;
import io.asyncio4j.iter.AsyncExitStack;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.sync.Condition;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// A null is refused where it is given, by the name of what it was given for; not later, somewhere else.
class NullArgumentsTest {
    private static final Callable<?> NO_CALL = null;
    private static final Awaitable<?> NO_AWAITABLE = null;
    private static final AsyncAction NO_BODY = null;

    static final Arguments[] CALLS = {
            call("body", _ -> Asyncio.createTask(NO_BODY)),
            call("body", _ -> Asyncio.asyncGenerator(null)),
            call("items", _ -> Asyncio.asyncFor(null)),
            call("body", _ -> Asyncio.tryStar(null)),
            call("awaitable", _ -> Asyncio.waitFor(NO_AWAITABLE, 1)),
            call("call", _ -> Asyncio.toThread(NO_CALL)),
            call("call", _ -> Asyncio.interruptibly(NO_CALL)),
            call("call", _ -> Asyncio.runInExecutor(null, NO_CALL)),
            call("awaitable", loop -> Asyncio.runCoroutineThreadsafe(NO_AWAITABLE, loop)),
            call("thing", _ -> Aclosing.aclosing(null)),
            call("lock", _ -> new Condition(null)),
            call("manager", _ -> new AsyncExitStack().enterAsyncContext(null)),
            call("callback", _ -> new AsyncExitStack().pushAsyncCallback(null)),
            call("callback", _ -> new AsyncExitStack().callback(null)),
            call("name", _ -> ContextVar.of(null)),
            call("step", loop -> loop.schedule(null)),
            call("step", loop -> loop.scheduleAt(0, null)),
            call("clock", _ -> LoopOptions.defaults().withClock(null)),
    };

    private interface Call {
        void on(EventLoop loop) throws Exception;
    }

    private static Arguments call(String parameter, Call call) {
        return Arguments.of(parameter, call);
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void aNullIsNamedAtOnce(String parameter, Call call) throws Exception {
        Asyncio.run(() -> {
            ThrowingCallable now = () -> call.on(EventLoop.running());
            assertThatThrownBy(now).isInstanceOf(NullPointerException.class).hasMessage(parameter);
        });
    }
}
