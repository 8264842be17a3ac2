package io.asyncio4j.dns;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.thread.RunInExecutor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks hosts up by `InetAddress` on the running loop's default executor. Stateless.
final class SystemResolver implements Resolver {
    static final SystemResolver INSTANCE = new SystemResolver();

    private SystemResolver() {
    }

    @Override
    public List<InetAddress> resolve(String host) throws Exception {
        if (host.isEmpty()) {
            throw new UnknownHostException(
                    "resolve host failed: the name is empty; give a name or an address");
        }
        if (mayBeNumeric(host)) {
            try {
                return List.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException _) {
                // a name after all, such as 1and1.example or one with letters of hexadecimal
            }
        }
        return RunInExecutor.runInExecutor(EventLoop.running(), null, () -> lookUp(host)).await();
    }

    private static boolean mayBeNumeric(String host) {
        return host.indexOf(':') >= 0 || Character.isDigit(host.charAt(0));
    }

    private static List<InetAddress> lookUp(String host) throws UnknownHostException {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException failure) {
            UnknownHostException readable = new UnknownHostException(
                    "resolve host failed: no address found: " + host + "; check the name and the resolver");
            readable.initCause(failure);
            throw readable;
        }
    }
}
