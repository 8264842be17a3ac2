package io.asyncio4j.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A unix socket for datagrams that does not block: its system calls. Confined to the loop's own thread; Linux only.
///
/// An address is the bytes of its path, or a NUL and a name of the abstract namespace; none for a socket without a name.
/// Buffers are direct ones.
public final class UnixPackets {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int FAMILY_BYTES = 2;
    private static final int ADDRESS_BYTES = 128;

    private final MemorySegment state = Arena.ofAuto().allocate(Native.STATE);
    private final MemorySegment address = Arena.ofAuto().allocate(ADDRESS_BYTES, 8);
    private final MemorySegment number = Arena.ofAuto().allocate(JAVA_INT);
    private final int descriptor;

    /// Opens one.
    ///
    /// @throws UnsupportedOperationException where this is not Linux, or native access is forbidden
    public UnixPackets() throws PosixException {
        if (!Posix.isAvailable()) {
            throw new UnsupportedOperationException(
                    "unix sockets for datagrams cannot be had here: this is not Linux, or"
                            + " native access is off; use a unix stream socket");
        }
        this.descriptor = checked("socket", () -> (int) Calls.SOCKET.invokeExact(state, (int) AF_UNIX,
                SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    }

    /// Its number.
    public int descriptor() {
        return descriptor;
    }

    /// Gives it a name.
    public void bind(byte[] name) throws PosixException {
        int length = enter(name);
        checked("bind", () -> (int) Calls.BIND.invokeExact(state, descriptor, address, length));
    }

    /// Has it exchange datagrams with one other.
    public void connect(byte[] name) throws PosixException {
        int length = enter(name);
        checked("connect", () -> (int) Calls.CONNECT.invokeExact(state, descriptor, address, length));
    }

    /// Its own name.
    public byte[] name() throws PosixException {
        number.set(JAVA_INT, 0, ADDRESS_BYTES);
        checked("getsockname", () -> (int) Calls.NAME.invokeExact(state, descriptor, address, number));
        return entered();
    }

    /// Sends what remains in `data`, to the one it is connected with if `to` is null.
    ///
    /// @return whether it was taken
    public boolean send(ByteBuffer data, byte @Nullable [] to) throws PosixException {
        int length = to == null ? 0 : enter(to);
        MemorySegment target = to == null ? MemorySegment.NULL : address;
        MemorySegment bytes = MemorySegment.ofBuffer(data);
        return checked("sendTo", () -> (int) (long) Calls.SEND.invokeExact(state, descriptor, bytes,
                bytes.byteSize(), 0, target, length)) != Posix.WOULD_BLOCK;
    }

    /// Receives into `target`, and cuts what does not fit; [#sender] then says who sent it. [Posix#WOULD_BLOCK] for nothing.
    public int receive(ByteBuffer target) throws PosixException {
        MemorySegment bytes = MemorySegment.ofBuffer(target);
        number.set(JAVA_INT, 0, ADDRESS_BYTES);
        return checked("receive", () -> (int) (long) Calls.RECEIVE.invokeExact(state, descriptor, bytes,
                bytes.byteSize(), 0, address, number));
    }

    /// Who sent what has been received last.
    public byte[] sender() {
        return entered();
    }

    /// An option of sockets, by the system's number.
    public int option(int option) throws PosixException {
        MemorySegment value = address.asSlice(0, JAVA_INT.byteSize());
        number.set(JAVA_INT, 0, (int) JAVA_INT.byteSize());
        checked("getsockopt",
                () -> (int) Calls.GET.invokeExact(state, descriptor, SOL_SOCKET, option, value, number));
        return value.get(JAVA_INT, 0);
    }

    /// Sets an option of sockets, by the system's number.
    public void option(int option, int value) throws PosixException {
        number.set(JAVA_INT, 0, value);
        checked("setsockopt", () -> (int) Calls.SET.invokeExact(state, descriptor, SOL_SOCKET, option, number,
                (int) JAVA_INT.byteSize()));
    }

    private int enter(byte[] name) {
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
        boolean isFile = name.length > 0 && name[0] != 0;
        if (isFile) {
            address.set(JAVA_BYTE, FAMILY_BYTES + (long) name.length, (byte) 0);
        }
        return FAMILY_BYTES + name.length + (isFile ? 1 : 0);
    }

    private byte[] entered() {
        int length = Math.max(0, number.get(JAVA_INT, 0) - FAMILY_BYTES);
        boolean isFile = length > 0 && address.get(JAVA_BYTE, FAMILY_BYTES) != 0;
        return address.asSlice(FAMILY_BYTES, isFile ? length - 1L : length).toArray(JAVA_BYTE);
    }

    private int checked(String operation, Native.Call call) throws PosixException {
        return Native.checked(state, operation, call);
    }

    private static final class Calls {
        static final MethodHandle SOCKET = Native.function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle BIND = Native.function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle CONNECT = Native.function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle NAME = Native.function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SEND = Native.function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT,
                ADDRESS, JAVA_INT);
        static final MethodHandle RECEIVE = Native.function("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG,
                JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle GET =
                Native.function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SET =
                Native.function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }
}
