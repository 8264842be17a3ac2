package io.asyncio4j.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a program prints, as it comes. Thread-safe.
final class Printed {
    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] more, int offset, int length) {
            super.write(more, offset, length);
            notifyAll();
        }

        @Override
        public synchronized void write(int more) {
            super.write(more);
            notifyAll();
        }
    };

    PrintStream stream() {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /// Waits until what was printed matches somewhere.
    ///
    /// @throws AssertionError when it does not within half a minute
    Matcher await(Pattern pattern) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        synchronized (bytes) {
            while (true) {
                Matcher matcher = pattern.matcher(text());
                if (matcher.find()) return matcher;
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) throw new AssertionError("nothing like " + pattern + " was printed, but: " + text());
                bytes.wait(left);
            }
        }
    }
}
