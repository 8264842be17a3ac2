package io.asyncio4j.http;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Tests of what goes by Netty's channels, which differ by the kind of I/O: each is run once for every kind.
@OnEveryIo
public abstract class EveryIo {
    private final Io io;

    /// For a constructor with the same parameter.
    protected EveryIo(Io io) {
        this.io = io;
    }

    @BeforeEach
    void chooseIo() {
        io.choose();
    }

    @AfterEach
    void forgetIo() {
        Io.forget();
    }
}
