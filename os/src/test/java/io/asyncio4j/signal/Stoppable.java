package io.asyncio4j.signal;

import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.runner.Run;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;

/// Programs for [GracefulStopTest], each ended by signals from outside.
final class Stoppable {
    private Stoppable() {
    }

    public static void main(String[] arguments) throws Exception {
        try {
            switch (arguments[0]) {
                case "term" -> Run.run(() -> {
                    Task<?> me = Task.currentTask();
                    Signals.addSignalHandler(Signal.SIGTERM, me::cancel);
                    serve();
                    return null;
                });
                case "interrupt" -> Run.run(() -> {
                    serve();
                    return null;
                });
                case "replaced" -> Run.run(() -> {
                    io.asyncio4j.task.Future<Void> pressed = new io.asyncio4j.task.Future<>();
                    Signals.addSignalHandler(Signal.SIGINT, () -> pressed.setResult(null));
                    System.out.println("ready");
                    pressed.await();
                    System.out.println("handled");
                    Signals.removeSignalHandler(Signal.SIGINT);
                    serve();
                    return null;
                });
                default -> { // two runs, the first of which leaves its handler behind
                    Run.run(() -> {
                        Signals.addSignalHandler(Signal.SIGINT, () -> System.out.println("never"));
                        return null;
                    });
                    Run.run(() -> {
                        serve();
                        return null;
                    });
                }
            }
        } catch (CancelledError cancelled) {
            System.out.println("stopped in order");
        } catch (KeyboardInterrupt interrupt) {
            System.out.println("interrupted");
        }
    }

    private static void serve() throws Exception {
        System.out.println("ready");
        try {
            Sleep.sleep(600).await();
        } finally {
            Sleep.sleep(0).await();
            System.out.println("cleaned up");
        }
    }
}
