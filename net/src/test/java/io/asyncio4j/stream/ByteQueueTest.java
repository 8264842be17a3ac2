package io.asyncio4j.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteQueueTest {

    @Test
    void pieceThatIsTakenWholeIsNotCopied() {
        ByteQueue queue = new ByteQueue();
        byte[] piece = {1, 2, 3};
        queue.addOwned(piece);
        assertThat(queue.take(100)).isSameAs(piece);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatIsTakenIsWhatWasAddedHoweverItIsCut() {
        Random random = new Random(42);
        ByteQueue queue = new ByteQueue();
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextBoolean()) {
                byte[] piece = new byte[random.nextInt(100)];
                random.nextBytes(piece);
                added.writeBytes(piece);
                if (random.nextBoolean()) {
                    queue.add(piece);
                } else {
                    queue.addOwned(piece);
                }
            } else {
                taken.writeBytes(queue.take(random.nextInt(150)));
            }
            assertThat(queue.size()).isEqualTo(added.size() - taken.size());
        }
        taken.writeBytes(queue.take(Integer.MAX_VALUE));
        assertThat(taken.toByteArray()).isEqualTo(added.toByteArray());
    }

    @Test
    void whatIsTakenIntoMemoryIsAsMuchAsFits() {
        ByteQueue queue = new ByteQueue();
        queue.addOwned("abcde".getBytes());
        ByteBuffer memory = ByteBuffer.allocate(4).position(1);
        assertThat(queue.takeInto(memory)).isEqualTo(3);
        assertThat(memory.array()).containsExactly(0, 'a', 'b', 'c');
        assertThat(memory.hasRemaining()).isFalse();
        assertThat(queue.takeInto(memory.clear())).isEqualTo(2);
        assertThat(memory.position()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void patternIsFoundFromAnIndexOn() {
        ByteQueue queue = new ByteQueue();
        queue.addOwned("xxab-ab".getBytes());
        queue.take(2);
        assertThat(queue.indexOf("ab".getBytes(), 0)).isZero();
        assertThat(queue.indexOf("ab".getBytes(), 1)).isEqualTo(3);
        assertThat(queue.indexOf("ab".getBytes(), 4)).isEqualTo(-1);
        assertThat(queue.indexOf("b".getBytes(), 2)).isEqualTo(4);
        assertThat(queue.indexOf("b-a-".getBytes(), 0)).isEqualTo(-1);
        assertThat(queue.startsWith("-ab".getBytes(), 2)).isTrue();
        assertThat(queue.startsWith("-abc".getBytes(), 2)).isFalse();
    }

    @Test
    void growingByPiecesCopiesEachByteFewTimes() {
        ByteQueue queue = new ByteQueue();
        byte[] piece = new byte[1000];
        Arrays.fill(piece, (byte) 7);
        for (int i = 0; i < 20_000; i++) {
            queue.add(piece);
        }
        assertThat(queue.size()).isEqualTo(20_000_000);
        queue.drop(19_999_999);
        assertThat(queue.take(5)).containsExactly(7);
    }
}
