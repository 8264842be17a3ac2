package io.asyncio4j.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContextTest {
    private final ContextVar<String> name = ContextVar.of("name");
    private final ContextVar<Integer> number = ContextVar.withDefault("number", 7);

    @Test
    void aVariableWithoutValueGivesItsDefaultOrIsAnError() {
        Context.empty().run(() -> {
            assertThat(number.get()).isEqualTo(7);
            assertThat(number.get(8)).as("a default asked for wins").isEqualTo(8);
            assertThat(name.get("fallback")).isEqualTo("fallback");
            assertThatThrownBy(name::get).isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("<ContextVar name>").hasMessageContaining("set it first");
        });
    }

    @Test
    @CPythonTest({"test_context.ContextTest.test_context_run_6", "test_context.ContextTest.test_context_getset_3"})
    void whatIsSetInAContextStaysThere() {
        Context context = Context.empty();
        context.run(() -> {
            name.set("inside");
        });
        assertThat(context.get(name)).isEqualTo("inside");
        assertThat(context.contains(name)).isTrue();
        assertThat(context.contains(number)).as("a default is not a value").isFalse();
        assertThat(Context.current().contains(name)).isFalse();
        assertThat(context.size()).isOne();
        assertThat(context.variables()).isEqualTo(Set.of(name));
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_context_copy_1")
    void aCopyGoesItsOwnWay() throws Exception {
        Context original = Context.empty();
        original.run(() -> {
            name.set("shared");
        });
        Context copy = original.copy();
        assertThat(copy.run(() -> {
            String before = name.get();
            name.set("changed");
            return before;
        })).isEqualTo("shared");
        assertThat(original.get(name)).isEqualTo("shared");
        assertThat(copy.get(name)).isEqualTo("changed");
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_context_getset_1")
    void resetPutsBackTheValueBefore() {
        Context.empty().run(() -> {
            Token<String> first = name.set("first");
            Token<String> second = name.set("second");
            assertThat(first.hadValue()).isFalse();
            assertThat(first.oldValue()).isNull();
            assertThat(second.oldValue()).isEqualTo("first");
            assertThat(second.var()).isSameAs(name);
            name.reset(second);
            assertThat(name.get()).isEqualTo("first");
            name.reset(first);
            assertThat(Context.current().contains(name)).isFalse();
        });
    }

    @Test
    @CPythonTest({"test_context.ContextTest.test_context_getset_2", "test_context.ContextTest.test_context_getset_4",
            "test_context.ContextTest.test_context_var_repr_1"})
    void aTokenIsForOneUseOfOneVariableInOneContext() {
        Context.empty().run(() -> {
            Token<String> token = name.set("here");
            assertThatThrownBy(() -> ContextVar.<String>of("other").reset(token))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("made by <ContextVar name>");
            assertThatThrownBy(() -> Context.copyContext().run(() -> name.reset(token)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("another context");
            assertThat(name.get()).as("a refused token changes nothing").isEqualTo("here");
            name.reset(token);
            assertThatThrownBy(() -> name.reset(token)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("used once already");
            assertThat(token.toString()).isEqualTo("<Token of <ContextVar name> used>");
        });
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_token_contextmanager_with_default")
    void aTokenClosedAtTheEndOfABlockResetsItsVariable() {
        Context.empty().run(() -> {
            number.set(1);
            try (Token<Integer> token = number.set(2)) {
                assertThat(number.get()).isEqualTo(2);
                assertThat(token.oldValue()).isOne();
            }
            assertThat(number.get()).isOne();
        });
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_context_run_7")
    void aContextIsEnteredByOneRunAtATime() {
        Context context = Context.empty();
        List<String> log = new ArrayList<>();
        context.run(() -> {
            assertThat(context.isEntered()).isTrue();
            assertThatThrownBy(() -> context.run(() -> {
                log.add("entered twice");
            })).isInstanceOf(IllegalStateException.class).hasMessageContaining("already entered");
            context.copy().run(() -> {
                log.add("entered a copy");
            });
        });
        assertThat(context.isEntered()).isFalse();
        context.run(() -> {
            log.add("entered again");
        });
        assertThat(log).containsExactly("entered a copy", "entered again");
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_context_run_5")
    void aContextIsLeftAlsoWhenTheBodyFails() {
        Context before = Context.current();
        Context context = Context.empty();
        assertThatThrownBy(() -> context.run(() -> {
            throw new IllegalArgumentException("fails");
        })).hasMessage("fails");
        assertThat(context.isEntered()).isFalse();
        assertThat(Context.current()).isSameAs(before);
    }

    @Test
    void nullIsAValueLikeAnyOther() {
        ContextVar<Object> variable = ContextVar.withDefault("variable", null);
        Context.empty().run(() -> {
            assertThat(variable.get()).isNull();
            variable.set("x");
            variable.set(null);
            assertThat(variable.get()).isNull();
            assertThat(Context.current().contains(variable)).isTrue();
        });
    }

    @Test
    void manyVariablesKeepTheirValues() {
        List<ContextVar<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(ContextVar.of("v" + i));
        }
        Context.empty().run(() -> {
            List<Token<Integer>> tokens = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                tokens.add(all.get(i).set(i));
            }
            for (int i = 0; i < all.size(); i += 2) {
                all.get(i).reset(tokens.get(i));
            }
            assertThat(Context.current().size()).isEqualTo(100);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get(-1)).isEqualTo(i % 2 == 0 ? -1 : i);
            }
        });
    }

    @Test
    @CPythonTest("test_context.ContextTest.test_context_threads_1")
    void everyThreadHasAContextOfItsOwn() throws Exception {
        List<String> seen = new ArrayList<>();
        Context.copyContext().run(() -> {
            name.set("mine");
            Thread other = Thread.ofPlatform().start(() -> seen.add(name.get("nothing")));
            other.join();
            return null;
        });
        assertThat(seen).containsExactly("nothing");
    }

    @Test
    @CPythonTest({"test_context.ContextTest.test_token_contextmanager_on_exception",
            "test_context.ContextTest.test_token_contextmanager_without_default",
            "test_context.ContextTest.test_token_contextmanager_multiple_c_set"})
    void aTokensBlockPutsTheValueBackWhateverHappensInIt() {
        Context.empty().run(() -> {
            assertThatThrownBy(() -> {
                try (Token<String> token = name.set("inside")) {
                    name.set("again");
                    name.set(token.var().get() + " and again");
                    throw new IllegalArgumentException("body");
                }
            }).hasMessage("body");
            assertThatThrownBy(name::get).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    @CPythonTest({"test_context.ContextTest.test_token_contextmanager_with_explicit_reset_the_same_token",
            "test_context.ContextTest.test_token_contextmanager_reentrant",
            "test_context.ContextTest.test_token_contextmanager_with_explicit_reset_another_token"})
    void aTokenThatWasUsedInItsBlockCannotBeUsedAtTheEnd() {
        Context.empty().run(() -> {
            assertThatThrownBy(() -> {
                try (Token<Integer> token = number.set(36)) {
                    number.reset(token);
                    assertThat(number.get()).isEqualTo(7);
                }
            }).isInstanceOf(IllegalStateException.class).hasMessageContaining("used once already");
            try (Token<Integer> outer = number.set(1)) {
                Token<Integer> inner = number.set(2);
                number.reset(inner);
                assertThat(number.get()).isEqualTo(outer.hadValue() ? 0 : 1);
            }
            assertThat(number.get()).isEqualTo(7);
        });
    }

    @Test
    @CPythonTest({"test_context.ContextTest.test_context_run_4", "test_context.ContextTest.test_context_getset_5"})
    void whatRunsInsideAnotherRunSeesItsOwnContextOnly() throws Exception {
        Context outer = Context.empty();
        Context inner = Context.empty();
        String result = outer.run(() -> {
            name.set("outer");
            String seen = inner.run(() -> {
                String before = name.get("unset");
                name.set("inner");
                return before;
            });
            return seen + " " + name.get();
        });
        assertThat(result).isEqualTo("unset outer");
        assertThat(inner.get(name)).isEqualTo("inner");
        assertThat(outer.get(name)).isEqualTo("outer");
    }
}
