package io.asyncio4j.iter;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static io.asyncio4j.iter.Aclosing.aclosing;
import static io.asyncio4j.iter.AsyncFor.asyncFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowIterationTest {
    private final List<Object> log = new ArrayList<>();

    /// Publishes by hand, and notes what it is asked for.
    private final class Source implements Flow.Publisher<String>, Flow.Subscription {
        Flow.Subscriber<? super String> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super String> by) {
            subscriber = by;
            by.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            log.add("request " + count);
        }

        @Override
        public void cancel() {
            log.add("cancel");
        }
    }

    /// Subscribes by hand, and notes what it hears.
    private final class Sink implements Flow.Subscriber<Object> {
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
        }

        @Override
        public void onNext(Object item) {
            log.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            log.add(failure);
        }

        @Override
        public void onComplete() {
            log.add("complete");
        }
    }

    private AsyncGenerator<Integer> count(int limit) {
        return AsyncGenerator.of(y -> {
            try {
                for (int i = 1; i <= limit; i++) {
                    tick();
                    y.yield(i);
                }
            } finally {
                tick();
                log.add("closed");
            }
        });
    }

    // ---- iterating over a publisher

    @Test
    void itemsPublishedByAnotherThreadArriveInOrder() throws Exception {
        EventLoop loop = new EventLoop();
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            List<Integer> got = RunUntilComplete.runUntilComplete(loop, () -> {
                FlowItems<Integer> items = FlowIteration.iterate(publisher, 3);
                Task<Integer> first = spawn(items::anext);
                tick();
                Thread.ofVirtual().start(() -> {
                    IntStream.range(0, 500).forEach(publisher::submit);
                    publisher.close();
                });
                List<Integer> all = new ArrayList<>();
                all.add(first.await());
                for (int item : asyncFor(items)) {
                    all.add(item);
                }
                return all;
            });
            assertThat(got).isEqualTo(IntStream.range(0, 500).boxed().toList());
        } finally {
            loop.close();
        }
    }

    @Test
    void itemsAreAskedForAsTheyAreUsed() throws Exception {
        program(() -> {
            Source source = new Source();
            FlowItems<String> items = FlowIteration.iterate(source, 4);
            assertThat(source.subscriber).as("not before the first item is asked for").isNull();
            Task<String> first = spawn(items::anext);
            tick();
            assertThat(log).containsExactly("request 4");
            for (String item : List.of("a", "b", "c", "d")) {
                source.subscriber.onNext(item);
            }
            assertThat(first.await()).isEqualTo("a");
            assertThat(log).containsExactly("request 4");
            assertThat(items.anext()).isEqualTo("b");
            assertThat(log).containsExactly("request 4", "request 2");
        });
    }

    @Test
    void failureComesAfterTheItemsBeforeIt() throws Exception {
        program(() -> {
            Source source = new Source();
            FlowItems<String> items = FlowIteration.iterate(source);
            Task<String> first = spawn(items::anext);
            tick();
            IOException failure = new IOException("disk");
            source.subscriber.onNext("a");
            source.subscriber.onNext("b");
            source.subscriber.onError(failure);
            assertThat(first.await()).isEqualTo("a");
            assertThat(items.anext()).isEqualTo("b");
            assertThatThrownBy(items::anext).isSameAs(failure);
            assertThatThrownBy(items::anext).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    void closingItCancelsTheSubscriptionAndDropsWhatArrives() throws Exception {
        program(() -> {
            Source source = new Source();
            asyncWith(aclosing(FlowIteration.iterate(source)), items -> {
                EventLoop.running().callSoon(() -> source.subscriber.onNext("a"));
                assertThat(items.anext()).isEqualTo("a");
            });
            assertThat(log).containsExactly("request 16", "cancel");
            source.subscriber.onNext("late");
            source.subscriber.onComplete();
            tick();
            assertThat(log).hasSize(2);
        });
    }

    @Test
    void closingItEndsTheWaitOfAnotherTask() throws Exception {
        program(() -> {
            FlowItems<String> items = FlowIteration.iterate(new Source());
            Task<String> waiting = spawn(items::anext);
            tick();
            assertThatIllegalStateException().isThrownBy(items::anext).withMessageContaining("another task waits");
            items.aclose().await();
            assertThatThrownBy(waiting::await).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    void cancelledWaitLosesNothing() throws Exception {
        program(() -> {
            Source source = new Source();
            FlowItems<String> items = FlowIteration.iterate(source);
            Task<String> waiting = spawn(items::anext);
            tick();
            source.subscriber.onNext("a");
            waiting.cancel();
            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(items.anext()).isEqualTo("a");
        });
    }

    @Test
    void secondSubscriptionIsRefused() throws Exception {
        program(() -> {
            Source source = new Source();
            spawn(FlowIteration.iterate(source)::anext);
            tick();
            source.subscriber.onSubscribe(source);
            assertThat(log).containsExactly("request 16", "cancel");
        });
    }

    @Test
    void itemForAClosedLoopCancelsTheSubscription() throws Exception {
        Source source = new Source();
        program(() -> {
            spawn(FlowIteration.iterate(source)::anext);
            tick();
        });
        source.subscriber.onNext("a");
        assertThat(log).containsExactly("request 16", "cancel");
    }

    @Test
    void prefetchBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FlowIteration.iterate(new Source(), 0));
    }

    // ---- publishing an iteration

    @Test
    void subscriberGetsAsManyItemsAsItAsksFor() throws Exception {
        program(() -> {
            Sink sink = new Sink();
            FlowIteration.publish(count(3), EventLoop.running()).subscribe(sink);
            Sleep.sleep(1).await();
            assertThat(log).isEmpty();
            sink.subscription.request(2);
            Sleep.sleep(1).await();
            assertThat(log).containsExactly(1, 2);
            sink.subscription.request(Long.MAX_VALUE);
            sink.subscription.request(Long.MAX_VALUE);
            Sleep.sleep(1).await();
            assertThat(log).containsExactly(1, 2, 3, "closed", "complete");
        });
    }

    @Test
    void failureOfTheIterationReachesTheSubscriber() throws Exception {
        program(() -> {
            IOException failure = new IOException("disk");
            Sink sink = new Sink();
            FlowIteration.publish(AsyncGenerator.<Integer>of(y -> {
                y.yield(1);
                throw failure;
            }), EventLoop.running()).subscribe(sink);
            sink.subscription.request(5);
            Sleep.sleep(1).await();
            assertThat(log).containsExactly(1, failure);
        });
    }

    @Test
    void cancelledSubscriptionClosesTheIterationAndHearsNothingMore() throws Exception {
        program(() -> {
            Sink sink = new Sink();
            FlowIteration.publish(count(100), EventLoop.running()).subscribe(sink);
            sink.subscription.request(2);
            Sleep.sleep(1).await();
            sink.subscription.cancel();
            sink.subscription.cancel();
            sink.subscription.request(5);
            Sleep.sleep(1).await();
            assertThat(log).containsExactly(1, 2, "closed");
        });
    }

    @Test
    void subscriptionCancelledAtOnceStartsNothing() throws Exception {
        program(() -> {
            Sink sink = new Sink();
            FlowIteration.publish(count(100), EventLoop.running()).subscribe(sink);
            sink.subscription.cancel();
            Sleep.sleep(1).await();
            assertThat(log).isEmpty();
        });
    }

    @Test
    void requestOfNothingIsAnError() throws Exception {
        program(() -> {
            Sink sink = new Sink();
            FlowIteration.publish(count(100), EventLoop.running()).subscribe(sink);
            tick(2);
            sink.subscription.request(0);
            Sleep.sleep(1).await();
            assertThat(log).hasSize(1).first().isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void loopThatIsClosedFailsTheSubscriber() {
        EventLoop closed = VirtualTime.newLoop();
        closed.close();
        FlowIteration.publish(count(1), closed).subscribe(new Sink());
        assertThat(log).hasSize(1).first().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bothWaysTogetherAreTheSameItems() throws Exception {
        program(() -> {
            FlowItems<Integer> items = FlowIteration.iterate(FlowIteration.publish(count(50), EventLoop.running()), 4);
            List<Integer> got = new ArrayList<>();
            for (int item : asyncFor(items)) {
                got.add(item);
            }
            assertThat(got).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
        });
    }
}
