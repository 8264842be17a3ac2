package io.asyncio4j.http.codec;

/// Reads the header of a gzip member (RFC 1952, 2.3) byte by byte. Loop-confined.
///
/// Implementation note. `part` counts through the header: 0 to 9 the fixed bytes, then the optional parts that the flags
/// announce, in the order of the constants.
final class GzipHead {

    private static final int EXTRA_LENGTH = 10;
    private static final int EXTRA = 11;
    private static final int NAME = 12;
    private static final int COMMENT = 13;
    private static final int CHECKSUM = 14;
    private static final int END = 15;

    private int part;
    private int flags;
    private int extra;
    private int count;

    void reset() {
        part = 0;
        flags = 0;
        extra = 0;
        count = 0;
    }

    boolean isFresh() {
        return part == 0;
    }

    /// {@return whether this byte was the last of the header}
    boolean take(int b) throws Inflation.Failure {
        switch (part) {
            case 0 -> require(b == 0x1f);
            case 1 -> require(b == 0x8b);
            case 2 -> require(b == 8);
            case 3 -> {
                require((b & 0xe0) == 0);
                flags = b;
            }
            case 4, 5, 6, 7, 8, 9 -> {
                // Time of change, flags of the compressor, operating system: of no use here.
            }
            case EXTRA_LENGTH -> {
                extra |= b << (8 * count);
                if (++count < 2) {
                    return false;
                }
            }
            case EXTRA -> {
                if (--extra > 0) {
                    return false;
                }
            }
            case NAME, COMMENT -> {
                if (b != 0) {
                    return false;
                }
            }
            case CHECKSUM -> {
                if (++count < 2) {
                    return false;
                }
            }
            default -> throw new AssertionError(part);
        }
        part = following(part);
        count = 0;
        return part == END;
    }

    private int following(int done) {
        for (int next = done + 1; next < END; next++) {
            boolean there = switch (next) {
                case EXTRA_LENGTH -> (flags & 4) != 0;
                case EXTRA -> extra > 0;
                case NAME -> (flags & 8) != 0;
                case COMMENT -> (flags & 16) != 0;
                case CHECKSUM -> (flags & 2) != 0;
                default -> true;
            };
            if (there) {
                return next;
            }
        }
        return END;
    }

    private static void require(boolean right) throws Inflation.Failure {
        if (!right) {
            throw new Inflation.Failure("the body is not gzip although its header says so");
        }
    }
}
