package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// A certificate for localhost with its key, in PEM files, made by the JDK's keytool for one run. Immutable.
record Certificate(Path chain, Path key) {
    private static final String ALIAS = "localhost";
    private static final String PASSWORD = "only-for-one-run";

    /// Makes one in a directory.
    static Certificate make(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path store = directory.resolve("localhost.p12");
        Files.deleteIfExists(store);
        Program.output(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
                "SAN=dns:localhost", "-ext", "bc:c", "-validity", "30", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", PASSWORD), Duration.ofMinutes(1));
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
            Certificate made = new Certificate(directory.resolve("localhost.pem"), directory.resolve("localhost.key"));
            write(made.chain, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            write(made.key, "PRIVATE KEY", key.getEncoded());
            return made;
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(unreadable);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n");
    }
}
