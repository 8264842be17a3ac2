package io.asyncio4j.http.codec;

import io.asyncio4j.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/// Looks at the bytes of a message head before the codec does. Loop-confined.
///
/// The codec knows one limit for all header bytes, joins folded lines silently and says no only once a line is complete.
/// This scanner counts lines, fields and bytes as they come in, so a head is refused at its first byte too many, and holds
/// the codec back until the head is whole. It also sees what the codec puts right: a version written otherwise, and by
/// HTTP/1.0 all lengths but the first.
///
/// Implementation note. One state per place in the grammar:
///
/// | state | the next byte is |
/// |---|---|
/// | START | the first of the head, or the CR of one empty line a request may begin with |
/// | START_LF | the LF of that empty line |
/// | LINE, LINE_LF | in the request line or status line; its LF |
/// | FIELD | the first of a field, of a folded line, or the CR of the empty line that ends the head |
/// | NAME, VALUE, VALUE_LF | in a field; its LF |
/// | END_LF | the LF that ends the head |
///
/// Invariant: `seen` bytes from the reader index on belong to this head and were looked at once.
final class HeadScanner implements ByteProcessor {

    /// Why a response is refused that begins as an alert or a handshake of TLS does.
    static final String TLS = "it is TLS";

    /// Why a response is refused that begins otherwise than a status line does; what it begins with follows.
    static final String FOREIGN = "it is not HTTP but begins ";

    private static final String VERSION = "HTTP/";
    private static final int VERSION_BYTES = 8;
    private static final String LENGTH = "content-length";
    private static final int SHOWN = 60;
    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;

    /// How far a scan came.
    enum Outcome {
        /** The head is not whole. */
        MORE,
        /** The head ends at the byte looked at last. */
        COMPLETE,
        /** See {@link HeadScanner#refusal()}. */
        REFUSED
    }

    private enum State {
        START, START_LF, LINE, LINE_LF, FIELD, NAME, VALUE, VALUE_LF, END_LF
    }

    private final HttpLimits limits;
    private final boolean request;
    private State state = State.START;
    private Outcome outcome = Outcome.MORE;
    private @Nullable Refusal refusal;
    private int seen;
    private int leading;
    private int lineBytes;
    private int spaces;
    private boolean afterSpace;
    private boolean foreign;
    private int versionBytes;
    private int lengthBytes; // of the field's name that are LENGTH's; -1 when it is another one
    private int lengths;
    private int fields;
    private int fieldBytes;
    private int headBytes;

    /// @param limits what to count against
    /// @param request whether requests are scanned (strictly) or responses (folded lines and spaces before a colon pass)
    HeadScanner(HttpLimits limits, boolean request) {
        this.limits = limits;
        this.request = request;
        reset();
    }

    /// Forgets the last head.
    void reset() {
        state = State.START;
        outcome = Outcome.MORE;
        seen = 0;
        leading = 0;
        lineBytes = 0;
        spaces = 0;
        afterSpace = true;
        versionBytes = 0;
        lengths = 0;
        fields = 0;
        fieldBytes = 0;
        headBytes = 0;
    }

    /// Looks at what came since the last call; reads nothing.
    Outcome scan(ByteBuf in) {
        int from = in.readerIndex() + seen;
        int length = in.writerIndex() - from;
        int stop = in.forEachByte(from, length, this);
        seen = stop < 0 ? seen + length : stop + 1 - in.readerIndex();
        if (foreign) {
            refuse(400, FOREIGN + beginning(in));
        }
        return outcome;
    }

    /// The first line, as far as it is at hand, in quotes.
    private static String beginning(ByteBuf in) {
        StringBuilder line = new StringBuilder("\"");
        for (int i = in.readerIndex(); i < in.writerIndex() && in.getByte(i) != '\r' && in.getByte(i) != '\n'; i++) {
            if (i - in.readerIndex() == SHOWN) {
                return line.append("...\"").toString();
            }
            int b = in.getByte(i) & 0xff;
            line.append(isControl(b) || b >= 0x80 ? '?' : (char) b);
        }
        return line.append('"').toString();
    }

    /// {@return why the head was refused}
    @Nullable Refusal refusal() {
        return refusal;
    }

    /// {@return the bytes of the empty line before the head: 0 or 2}
    int leading() {
        return leading;
    }

    /// {@return whether a head has begun and is not whole}
    boolean isMidway() {
        return seen > leading && outcome == Outcome.MORE;
    }

    /// {@return the number of fields of the head}
    int fields() {
        return fields;
    }

    @Override
    public boolean process(byte signed) {
        int b = signed & 0xff;
        return switch (state) {
            case START -> start(b);
            case START_LF -> lineEnd(b, State.START);
            case LINE -> line(b);
            case LINE_LF, VALUE_LF -> lineEnd(b, State.FIELD);
            case FIELD -> field(b);
            case NAME -> name(b);
            case VALUE -> value(b);
            case END_LF -> {
                if (b != '\n') {
                    yield refuse(400, "CR without LF");
                }
                outcome = Outcome.COMPLETE;
                yield false;
            }
        };
    }

    private boolean start(int b) {
        if (b == '\r' && request && leading == 0) {
            leading = 2;
            state = State.START_LF;
            return true;
        }
        state = State.LINE;
        if (!request && (b == TLS_ALERT || b == TLS_HANDSHAKE)) {
            return refuse(400, TLS);
        }
        return line(b);
    }

    private boolean line(int b) {
        if (b == '\r' && (request || lineBytes >= VERSION.length())) {
            state = State.LINE_LF;
            return !request || (spaces == 2 && versionBytes == VERSION_BYTES)
                    || refuse(400, "request line is not of three parts, the last as HTTP/1.1");
        }
        if (request && b == ' ') {
            if (afterSpace) {
                return refuse(400, "superfluous space in the request line");
            }
            spaces++;
        }
        afterSpace = b == ' ';
        if (!request && lineBytes < VERSION.length() && b != VERSION.charAt(lineBytes)) {
            foreign = true;
            return false;
        }
        if (request && spaces == 2 && b != ' ' && !isVersion(b, versionBytes++)) {
            return refuse(400, "version is not written as HTTP/1.1");
        }
        if ((isControl(b) && (request || b != '\t')) || (request && b >= 0x80)) {
            return refuse(400, "illegal byte in the first line");
        }
        if (++lineBytes > limits.line()) {
            return refuse(414, "first line is longer than " + limits.line() + " bytes");
        }
        return true;
    }

    private boolean field(int b) {
        if (b == '\r') {
            state = State.END_LF;
            return true;
        }
        fieldBytes = 0;
        lengthBytes = 0;
        if (b == ' ' || b == '\t') {
            if (request || fields == 0) {
                return refuse(400, "folded header line");
            }
            state = State.VALUE;
            return value(b);
        }
        if (++fields > limits.fields()) {
            return refuse(431, "more than " + limits.fields() + " header fields");
        }
        state = State.NAME;
        return name(b);
    }

    private boolean name(int b) {
        if (b == ':' && fieldBytes > 0) {
            if (lengthBytes == LENGTH.length() && ++lengths > 1) {
                return refuse(400, "header given twice: Content-Length");
            }
            state = State.VALUE;
            return count();
        }
        if (isControl(b) || (request && !isToken(b))) {
            return refuse(400, "illegal byte in a header name");
        }
        boolean behind = b == ' ' && lengthBytes == LENGTH.length(); // in a response, and no part of the name
        if (lengthBytes >= 0 && !behind) {
            lengthBytes =
                    lengthBytes < LENGTH.length() && LENGTH.charAt(lengthBytes) == lower(b) ? lengthBytes + 1 : -1;
        }
        return count();
    }

    private boolean value(int b) {
        if (b == '\r') {
            state = State.VALUE_LF;
            return true;
        }
        if (isControl(b) && b != '\t') {
            return refuse(400, "illegal byte in a header value");
        }
        return count();
    }

    private boolean count() {
        if (++fieldBytes > limits.field()) {
            return refuse(431, "header field is longer than " + limits.field() + " bytes");
        }
        if (++headBytes > limits.head()) {
            return refuse(431, "headers are longer than " + limits.head() + " bytes");
        }
        return true;
    }

    private boolean lineEnd(int b, State next) {
        if (b != '\n') {
            return refuse(400, "CR without LF");
        }
        state = next;
        return true;
    }

    private boolean refuse(int code, String reason) {
        refusal = Refusal.of(code, reason);
        outcome = Outcome.REFUSED;
        return false;
    }

    /// Whether `b` may be at this place of a version.
    private static boolean isVersion(int b, int at) {
        return at < VERSION.length() ? b == VERSION.charAt(at)
                : at == VERSION.length() + 1 ? b == '.' : at < VERSION_BYTES && b >= '0' && b <= '9';
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static boolean isControl(int b) {
        return b < ' ' || b == 0x7f;
    }

    private static boolean isToken(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '-' || (b >= '0' && b <= '9')
                || (b < 0x80 && "!#$%&'*+.^_`|~".indexOf(b) >= 0);
    }
}
