package io.asyncio4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnsentTest {
    @Test
    void bytesLeaveInTheOrderInWhichTheyCameHoweverTheyAreCut() {
        Unsent unsent = new Unsent();
        Random random = new Random(7);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 3000; i++) {
            byte[] piece = new byte[random.nextInt(i % 100 == 0 ? 200_000 : 3000)];
            random.nextBytes(piece);
            in.writeBytes(piece);
            unsent.add(ByteBuffer.wrap(piece));
            int count = Math.min(unsent.size(), random.nextInt(6000));
            out.write(unsent.bytes, unsent.start, count);
            unsent.drop(count);
        }
        out.write(unsent.bytes, unsent.start, unsent.size());
        unsent.drop(unsent.size());
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
        assertThat(unsent.size()).isZero();
        assertThat(unsent.bytes).isEmpty();
    }
}
