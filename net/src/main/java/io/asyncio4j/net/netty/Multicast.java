package io.asyncio4j.net.netty;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Multicast by the options of native sockets, as their manual pages (ip(7), ipv6(7)) have it. Stateless; the numbers are
/// Linux's or the BSDs'.
final class Multicast {
    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
    private static final int IP = 0;
    private static final int IPV6 = 41;

    private static final int IP_INTERFACE = LINUX ? 32 : 9;
    private static final int IP_TTL = LINUX ? 33 : 10;
    private static final int IP_LOOP = LINUX ? 34 : 11;
    private static final int IP_JOIN = LINUX ? 35 : 12;
    private static final int IP_LEAVE = LINUX ? 36 : 13;
    private static final int IPV6_INTERFACE = LINUX ? 17 : 9;
    private static final int IPV6_HOPS = LINUX ? 18 : 10;
    private static final int IPV6_LOOP = LINUX ? 19 : 11;
    private static final int IPV6_JOIN = LINUX ? 20 : 12;
    private static final int IPV6_LEAVE = LINUX ? 21 : 13;

    private Multicast() {
    }

    static void join(NativeSocket socket, InetAddress group, NetworkInterface by) throws IOException {
        membership(socket, group, by, IP_JOIN, IPV6_JOIN);
    }

    static void leave(NativeSocket socket, InetAddress group, NetworkInterface by) throws IOException {
        membership(socket, group, by, IP_LEAVE, IPV6_LEAVE);
    }

    private static void membership(NativeSocket socket, InetAddress group, NetworkInterface by, int option4,
            int option6) throws IOException {
        if (!group.isMulticastAddress()) {
            throw new IOException("the address is none of a group: " + group);
        }
        ByteBuffer request = request(group, by.getIndex());
        if (group instanceof Inet6Address) {
            socket.setRawOpt(IPV6, option6, request);
        } else {
            socket.setRawOpt(IP, option4, request);
        }
    }

    /// `struct ip_mreqn` or `struct ipv6_mreq`.
    private static ByteBuffer request(InetAddress group, int index) {
        byte[] address = group.getAddress();
        int unused = group instanceof Inet4Address ? Integer.BYTES : 0;
        return ByteBuffer.allocateDirect(address.length + unused + Integer.BYTES).order(ByteOrder.nativeOrder())
                .put(address).putInt(address.length + unused, index).position(0);
    }

    static void sendBy(NativeSocket socket, NetworkInterface by) throws IOException {
        ByteBuffer request = request(InetAddress.ofLiteral("0.0.0.0"), by.getIndex());
        if (socket.isIpv6Socket()) {
            socket.setIntOpt(IPV6, IPV6_INTERFACE, by.getIndex());
        } else {
            socket.setRawOpt(IP, IP_INTERFACE, request);
        }
    }

    static int hops(NativeSocket socket) throws IOException {
        return socket.isIpv6Socket() ? socket.getIntOpt(IPV6, IPV6_HOPS) : socket.getIntOpt(IP, IP_TTL);
    }

    static void hops(NativeSocket socket, int hops) throws IOException {
        socket.setIntOpt(socket.isIpv6Socket() ? IPV6 : IP, socket.isIpv6Socket() ? IPV6_HOPS : IP_TTL, hops);
    }

    static boolean loop(NativeSocket socket) throws IOException {
        return (socket.isIpv6Socket() ? socket.getIntOpt(IPV6, IPV6_LOOP) : socket.getIntOpt(IP, IP_LOOP)) != 0;
    }

    static void loop(NativeSocket socket, boolean on) throws IOException {
        socket.setIntOpt(socket.isIpv6Socket() ? IPV6 : IP, socket.isIpv6Socket() ? IPV6_LOOP : IP_LOOP,
                on ? 1 : 0);
    }
}
