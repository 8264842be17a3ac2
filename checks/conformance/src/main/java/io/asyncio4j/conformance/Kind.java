package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.CoroutineRunningException;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.coroutine.TypeException;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.queue.QueueEmptyException;
import io.asyncio4j.queue.QueueFullException;
import io.asyncio4j.sync.BrokenBarrierException;
import io.asyncio4j.task.BaseExceptionGroup;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.ExceptionGroup;
import io.asyncio4j.task.InvalidStateException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of exceptions, section 6 of the format, each with the Java class that stands for it. Immutable.
 *
 * <p>Which kind is an instance of which is Python's tree, not that of the Java classes: InvalidStateException extends
 * IllegalStateException, while an InvalidStateError is no RuntimeError.
 */
enum Kind {
    BASE_EXCEPTION("BaseException", null, Throwable.class, Throwable::new), //
    CANCELLED_ERROR("CancelledError", BASE_EXCEPTION, CancelledError.class, CancelledError::new), //
    GENERATOR_EXIT("GeneratorExit", BASE_EXCEPTION, GeneratorExit.class, _ -> new GeneratorExit()), //
    KEYBOARD_INTERRUPT("KeyboardInterrupt", BASE_EXCEPTION, KeyboardInterrupt.class,
            _ -> new KeyboardInterrupt()), //
    SYSTEM_EXIT("SystemExit", BASE_EXCEPTION, SystemExit.class, _ -> new SystemExit(1)), //
    APP_BASE_ERROR("AppBaseError", BASE_EXCEPTION, AppBaseError.class, AppBaseError::new), //
    BASE_EXCEPTION_GROUP("BaseExceptionGroup", BASE_EXCEPTION, BaseExceptionGroup.class, Kind::group), //
    EXCEPTION("Exception", BASE_EXCEPTION, Exception.class, Exception::new), //
    APP_ERROR("AppError", EXCEPTION, AppError.class, AppError::new), //
    BAD_OPERAND("BadOperand", EXCEPTION, BadOperand.class, BadOperand::new), //
    VALUE_ERROR("ValueError", EXCEPTION, IllegalArgumentException.class, IllegalArgumentException::new), //
    TYPE_ERROR("TypeError", EXCEPTION, TypeException.class, Kind::typeError), //
    LOOKUP_ERROR("LookupError", EXCEPTION, NoSuchElementException.class, NoSuchElementException::new), //
    KEY_ERROR("KeyError", LOOKUP_ERROR, MissingKey.class, MissingKey::new), //
    TIMEOUT_ERROR("TimeoutError", EXCEPTION, TimeoutException.class, TimeoutException::new), //
    STOP_ITERATION("StopIteration", EXCEPTION, StopIteration.class, StopIteration::new), //
    STOP_ASYNC_ITERATION("StopAsyncIteration", EXCEPTION, StopAsyncIteration.class,
            _ -> new StopAsyncIteration()), //
    INVALID_STATE_ERROR("InvalidStateError", EXCEPTION, InvalidStateException.class, Kind::invalidState), //
    QUEUE_EMPTY("QueueEmpty", EXCEPTION, QueueEmptyException.class, Kind::queueEmpty), //
    QUEUE_FULL("QueueFull", EXCEPTION, QueueFullException.class, Kind::queueFull), //
    RUNTIME_ERROR("RuntimeError", EXCEPTION, IllegalStateException.class, IllegalStateException::new), //
    BROKEN_BARRIER_ERROR("BrokenBarrierError", RUNTIME_ERROR, BrokenBarrierException.class,
            Kind::brokenBarrier), //
    EXCEPTION_GROUP("ExceptionGroup", EXCEPTION, ExceptionGroup.class, Kind::group);

    private static final Map<Class<?>, Kind> BY_CLASS = new HashMap<>();
    private static final Map<String, Kind> BY_NAME = new HashMap<>();

    static {
        for (Kind kind : values()) {
            BY_CLASS.put(kind.type, kind);
            BY_NAME.put(kind.name, kind);
        }
        BY_CLASS.put(CoroutineRunningException.class, VALUE_ERROR);
    }

    private final String name;
    private final @Nullable Kind parent;
    private final Class<? extends Throwable> type;
    private final Maker maker;

    Kind(String name, @Nullable Kind parent, Class<? extends Throwable> type, Maker maker) {
        this.name = name;
        this.parent = parent;
        this.type = type;
        this.maker = maker;
    }

    /** The kind of that name, or null if there is none. */
    static @Nullable Kind named(String name) {
        return BY_NAME.get(name);
    }

    /** The name of an exception's kind; for a class that stands for no kind, the name of the class. */
    static String nameOf(Throwable exception) {
        Kind kind = BY_CLASS.get(exception.getClass());
        return kind == null ? exception.getClass().getSimpleName() : kind.name;
    }

    /** A new exception of this kind. */
    Throwable make(@Nullable String message) throws Exception {
        return maker.make(message);
    }

    /** Whether an except clause for this kind catches the exception. */
    boolean catches(Throwable exception) {
        Kind kind = nearest(exception.getClass());
        if (kind == EXCEPTION_GROUP && this == BASE_EXCEPTION_GROUP) {
            return true;
        }
        while (kind != null && kind != this) {
            kind = kind.parent;
        }
        return kind == this;
    }

    private static @Nullable Kind nearest(Class<?> type) {
        Class<?> at = type;
        Kind kind = BY_CLASS.get(at);
        while (kind == null && at != null) {
            at = at.getSuperclass();
            kind = BY_CLASS.get(at);
        }
        return kind;
    }

    /** In Python a group cannot be made of a message alone. */
    private static Throwable group(@Nullable String message) throws Exception {
        throw typeError("ExceptionGroup takes a message and exceptions: " + message);
    }

    private static TypeException typeError(@Nullable String message) {
        return new TypeException(text(message));
    }

    private static InvalidStateException invalidState(@Nullable String message) {
        return new InvalidStateException(text(message));
    }

    private static QueueEmptyException queueEmpty(@Nullable String message) {
        return new QueueEmptyException(text(message));
    }

    private static QueueFullException queueFull(@Nullable String message) {
        return new QueueFullException(text(message));
    }

    private static BrokenBarrierException brokenBarrier(@Nullable String message) {
        return new BrokenBarrierException(text(message));
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }

    /** Makes an exception of one kind. */
    @FunctionalInterface
    private interface Maker {
        Throwable make(@Nullable String message) throws Exception;
    }
}
