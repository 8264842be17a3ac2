package io.asyncio4j.loop;

import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a loop takes from outside: time, waiting, randomness, threads. Replacing them makes the production loop a
/// simulator. Immutable.
///
/// @param clock the loop's time
/// @param driver makes the driver the loop waits with
/// @param random the loop's randomness
/// @param threads makes the threads of the default executor
public record LoopOptions(Clock clock, Supplier<? extends IoDriver> driver, RandomGenerator random,
        ThreadFactory threads) {

    /// These parts.
    public LoopOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(threads, "threads");
    }

    /// The machine's clock, parking, a random seed, daemon threads. New ones each time, for a loop of their own.
    public static LoopOptions defaults() {
        return new LoopOptions(Clock.SYSTEM, ParkingDriver::new, new Random(),
                Thread.ofPlatform().daemon().name("asyncio_", 0).factory());
    }

    /// The same with another clock.
    public LoopOptions withClock(Clock clock) {
        return new LoopOptions(clock, driver, random, threads);
    }

    /// The same with another driver.
    public LoopOptions withDriver(Supplier<? extends IoDriver> driver) {
        return new LoopOptions(clock, driver, random, threads);
    }

    /// The same with other randomness.
    public LoopOptions withRandom(RandomGenerator random) {
        return new LoopOptions(clock, driver, random, threads);
    }

    /// The same with other threads.
    public LoopOptions withThreads(ThreadFactory threads) {
        return new LoopOptions(clock, driver, random, threads);
    }
}
