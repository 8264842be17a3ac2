package io.asyncio4j.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.jspecify.annotations.Nullable;

/// Certificates and private keys in PEM files. Stateless.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "RSASSA-PSS"};

    // the algorithm identifiers of PKCS#8: rsaEncryption with NULL
    private static final byte[] RSA =
            {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
                    0x00};
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pem() {
    }

    private record Block(String type, byte[] bytes) {
    }

    private static List<Block> blocks(Path file) throws IOException {
        Matcher matcher = BLOCK.matcher(text(file));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
        }
        return blocks;
    }

    /// Latin 1 takes every byte: a file of another format is no text, and has no block.
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            NoSuchFileException said = new NoSuchFileException(file.toString(), null,
                    "read certificate or key failed: no such file: " + file.toAbsolutePath() + "; check the path");
            said.initCause(missing);
            throw said;
        } catch (AccessDeniedException denied) {
            AccessDeniedException said = new AccessDeniedException(file.toString(), null,
                    "read certificate or key failed: permission denied to user " + System.getProperty("user.name")
                            + "; change the permissions or run as another user");
            said.initCause(denied);
            throw said;
        }
    }

    /// The certificates of the file, in its order; at least one.
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.type.endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
                }
            }
        } catch (GeneralSecurityException malformed) {
            throw new IOException("certificate cannot be read: " + file + "; " + malformed.getMessage(), malformed);
        }
        if (certificates.isEmpty()) {
            throw new IOException("certificate is missing: " + file
                    + " has no block BEGIN CERTIFICATE; give a file of the format PEM");
        }
        return certificates;
    }

    /// The private key of the file.
    static PrivateKey privateKey(Path file, char @Nullable [] password) throws IOException {
        for (Block block : blocks(file)) {
            try {
                switch (block.type) {
                    case "PRIVATE KEY" -> {
                        return key(block.bytes, file);
                    }
                    case "RSA PRIVATE KEY" -> {
                        return key(pkcs8(RSA, block.bytes), file);
                    }
                    case "EC PRIVATE KEY" -> {
                        return key(pkcs8(ecIdentifier(block.bytes, file), block.bytes), file);
                    }
                    case "ENCRYPTED PRIVATE KEY" -> {
                        return key(decrypted(block.bytes, password, file), file);
                    }
                    default -> {
                        // parameters or certificates before the key
                    }
                }
            } catch (GeneralSecurityException malformed) {
                throw new IOException("private key cannot be read: " + file + "; " + malformed.getMessage(), malformed);
            }
        }
        throw new IOException(
                "private key is missing: " + file + " has no block BEGIN PRIVATE KEY; give a file of the format PEM");
    }

    private static PrivateKey key(byte[] pkcs8, Path file) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        InvalidKeySpecException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                last = another;
            }
        }
        throw new IOException("private key is of an unknown kind: " + file + "; give RSA, EC or EdDSA", last);
    }

    private static byte[] decrypted(byte[] bytes, char @Nullable [] password, Path file)
            throws IOException, GeneralSecurityException {
        if (password == null) {
            throw new IOException("private key is encrypted: " + file + "; give its password");
        }
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
        String scheme = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password)), info.getAlgParameters());
        return info.getKeySpec(cipher).getEncoded();
    }

    // ---- the older forms, wrapped into PKCS#8

    private static byte[] pkcs8(byte[] identifier, byte[] key) {
        return tagged(SEQUENCE, VERSION_0, identifier, tagged(OCTETS, key));
    }

    /// The algorithm identifier of an EC key: the curve stands in its own parameters.
    private static byte[] ecIdentifier(byte[] key, Path file) throws IOException {
        int at = content(key, 0); // into the sequence
        at = next(key, at); // version
        at = next(key, at); // the secret
        if (at >= key.length || (key[at] & 0xff) != PARAMETERS) {
            throw new IOException("private key does not name its curve: " + file
                    + "; convert it with: openssl pkcs8 -topk8 -nodes");
        }
        int begin = content(key, at);
        byte[] curve = Arrays.copyOfRange(key, begin, next(key, at));
        return tagged(SEQUENCE, EC_PUBLIC_KEY, curve);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int next(byte[] der, int at) {
        return content(der, at) + length(der, at);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            inner.writeBytes(part);
        }
        int length = inner.size();
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        outer.write(tag);
        if (length < 0x80) {
            outer.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            outer.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                outer.write(length >> shift);
            }
        }
        outer.writeBytes(inner.toByteArray());
        return outer.toByteArray();
    }
}
