package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.task.BaseExceptionGroup;
import io.asyncio4j.task.ExceptionGroup;
import io.asyncio4j.task.InvalidStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which kind is an instance of which: Python's tree, not Java's. */
class KindTest {
    private static List<Kind> catching(Throwable raised) {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind.catches(raised)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    @Test
    void invalidStateErrorIsNoRuntimeError() {
        assertThat(catching(new InvalidStateException("m"))).containsExactly(Kind.BASE_EXCEPTION,
                Kind.EXCEPTION,
                Kind.INVALID_STATE_ERROR);
    }

    @Test
    void keyErrorIsALookupErrorAndNotTheOtherWayRound() {
        assertThat(catching(new MissingKey("m"))).containsExactly(Kind.BASE_EXCEPTION, Kind.EXCEPTION,
                Kind.LOOKUP_ERROR, Kind.KEY_ERROR);
        assertThat(catching(new NoSuchElementException())).doesNotContain(Kind.KEY_ERROR);
    }

    @Test
    void exceptionGroupIsAnExceptionAndABaseExceptionGroup() {
        List<AppError> leaves = List.of(new AppError("m"));
        assertThat(catching(new ExceptionGroup("g", leaves))).containsExactly(Kind.BASE_EXCEPTION,
                Kind.BASE_EXCEPTION_GROUP, Kind.EXCEPTION, Kind.EXCEPTION_GROUP);
        assertThat(catching(new BaseExceptionGroup("g", List.of(new AppBaseError("m")))))
                .containsExactly(Kind.BASE_EXCEPTION, Kind.BASE_EXCEPTION_GROUP);
    }

    @Test
    void classesOfNoKindAreCaughtAsTheNearestAndShownByName() {
        Throwable foreign = new UnsupportedOperationException();
        assertThat(catching(foreign)).containsExactly(Kind.BASE_EXCEPTION, Kind.EXCEPTION);
        assertThat(Kind.nameOf(foreign)).isEqualTo("UnsupportedOperationException");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"BASE_EXCEPTION_GROUP", "EXCEPTION_GROUP"})
    void whatAProgramMakesIsOfTheKindItNamed(Kind kind) throws Exception {
        Throwable made = kind.make("m");
        assertThat(Kind.named(Kind.nameOf(made))).isSameAs(kind);
        assertThat(kind.catches(made)).isTrue();
    }
}
