package io.asyncio4j.http.codec;

import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Undoes the content codings gzip and deflate piece by piece, into a buffer with a limit. Loop-confined.
///
/// The limit is on what comes out, so a small bomb that inflates to gigabytes stops there.
///
/// Implementation note.
///
/// | state | the next byte is | then |
/// |---|---|---|
/// | GZIP_HEAD | of a gzip member's header | DATA |
/// | SNIFF | the first of a deflate body, which may be zlib or, against the standard, raw | DATA |
/// | DATA | compressed | TRAILER or DONE |
/// | TRAILER | of the checksum and length | GZIP_HEAD, as members may follow each other |
/// | DONE | superfluous and ignored | |
final class Inflation implements AutoCloseable {

    /// What is wrong with the data.
    static final class Failure extends Exception {

        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    private enum State {
        GZIP_HEAD, SNIFF, DATA, TRAILER, DONE
    }

    private final BodyBuffer out;
    private final boolean gzip;
    private final byte[] piece = new byte[16_384];
    private final CRC32 crc = new CRC32();
    private final GzipHead head = new GzipHead();
    private Inflater inflater = new Inflater(true);
    private State state;
    private int sniffed = -1;
    private int trailerBytes;
    private long trailer;
    private boolean begun;

    private Inflation(boolean gzip, BodyBuffer out) {
        this.gzip = gzip;
        this.out = out;
        state = gzip ? State.GZIP_HEAD : State.SNIFF;
    }

    /// {@return whether the coding is one of ours}
    static boolean handles(String coding) {
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip", "deflate" -> true;
            default -> false;
        };
    }

    static Inflation of(String coding, BodyBuffer out) {
        return new Inflation(!coding.strip().equalsIgnoreCase("deflate"), out);
    }

    /// Takes the next piece.
    ///
    /// @throws Failure for damaged data or more than the limit
    void feed(byte[] data) throws Failure {
        int at = 0;
        while (at < data.length) {
            switch (state) {
                case GZIP_HEAD -> {
                    begun = true;
                    if (head.take(data[at++] & 0xff)) {
                        state = State.DATA;
                    }
                }
                case SNIFF -> sniff(data[at++] & 0xff);
                case DATA -> at = data.length - inflate(data, at);
                case TRAILER -> trailer(data[at++] & 0xff);
                case DONE -> at = data.length;
            }
        }
    }

    /// Ends the body.
    ///
    /// @throws Failure when it was cut off
    void finish() throws Failure {
        boolean whole = state == State.DONE || !begun || (state == State.GZIP_HEAD && head.isFresh());
        if (!whole) {
            throw new Failure("the compressed body is cut off");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void sniff(int b) throws Failure {
        begun = true;
        if (sniffed < 0) {
            sniffed = b;
            return;
        }
        if ((sniffed & 0x0f) == 8 && ((sniffed << 8) + b) % 31 == 0) {
            inflater.end();
            inflater = new Inflater();
        }
        state = State.DATA;
        byte[] start = {(byte) sniffed, (byte) b};
        inflate(start, 0);
    }

    /// {@return how many bytes of `data` are left over}
    private int inflate(byte[] data, int at) throws Failure {
        inflater.setInput(data, at, data.length - at);
        try {
            while (true) {
                int n = inflater.inflate(piece);
                if (n > 0) {
                    crc.update(piece, 0, n);
                    if (!out.add(piece, n)) {
                        throw new Failure("the decompressed body is longer than the limit");
                    }
                }
                if (inflater.finished()) {
                    state = gzip ? State.TRAILER : State.DONE;
                    return inflater.getRemaining();
                }
                if (inflater.needsDictionary()) {
                    throw new Failure("the compressed body needs a dictionary");
                }
                if (n == 0) {
                    return 0;
                }
            }
        } catch (DataFormatException e) {
            throw new Failure("the compressed body is damaged");
        }
    }

    private void trailer(int b) throws Failure {
        trailer |= (long) b << (8 * trailerBytes);
        if (++trailerBytes < 8) {
            return;
        }
        boolean same = (trailer & 0xffffffffL) == crc.getValue()
                && trailer >>> 32 == (inflater.getBytesWritten() & 0xffffffffL);
        if (!same) {
            throw new Failure("the checksum of the compressed body does not match");
        }
        trailer = 0;
        trailerBytes = 0;
        crc.reset();
        inflater.reset();
        head.reset();
        state = State.GZIP_HEAD;
    }
}
