package io.asyncio4j.tls;

import static io.asyncio4j.tls.TestCertificates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {

    @ParameterizedTest
    @CsvSource({"localhost, SHA256withRSA", "client, SHA256withRSA", "other, SHA256withECDSA"})
    void keyOfEveryFormFitsItsCertificate(String name, String algorithm) throws Exception {
        PrivateKey key = Pem.privateKey(file(name + ".key"), null);
        X509Certificate certificate = Pem.certificates(file(name + ".pem")).getFirst();
        assertThat(fits(key, certificate, algorithm)).isTrue();
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate, String algorithm) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(new byte[]{1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(new byte[]{1, 2, 3});
        return signature.verify(signed);
    }

    @Test
    void encryptedKeyNeedsItsPassword() throws Exception {
        Path encrypted = file("encrypted.key");
        PrivateKey key = Pem.privateKey(encrypted, "secret".toCharArray());
        assertThat(key).isEqualTo(Pem.privateKey(file("localhost.key"), null));
        assertThatIOException().isThrownBy(() -> Pem.privateKey(encrypted, null))
                .withMessageContaining("give its password");
        assertThatIOException().isThrownBy(() -> Pem.privateKey(encrypted, "wrong".toCharArray()));
    }

    @Test
    void fileWithoutWhatIsWantedIsNamed(@TempDir Path directory) throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing\n");
        assertThatIOException().isThrownBy(() -> Pem.certificates(empty)).withMessageContaining("empty.pem");
        assertThatIOException().isThrownBy(() -> Pem.privateKey(empty, null)).withMessageContaining("empty.pem");
        assertThatIOException().isThrownBy(() -> Pem.privateKey(file("ca.pem"), null));
        Path absent = directory.resolve("absent.pem");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Tls.builder().trust(absent))
                .withMessage(absent + ": read certificate or key failed: no such file: " + absent + "; check the path");
        Path binary = Files.write(directory.resolve("key.der"), new byte[]{0x30, (byte) 0x82, 0x09, (byte) 0xff});
        assertThatIOException().isThrownBy(() -> Pem.privateKey(binary, null))
                .withMessage("private key is missing: " + binary
                        + " has no block BEGIN PRIVATE KEY; give a file of the format PEM");
    }
}
