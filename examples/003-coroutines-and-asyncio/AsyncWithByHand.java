// async with, as a statement and spelled out: enter, the body, exit with what the body threw. An exit that returns true
// swallows it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.AsyncContextManager;

record Manager(boolean swallows) implements AsyncContextManager<String> {
    @Override
    public String aenter() throws Exception {
        await(sleep(0.1));
        IO.println("enter");
        return "target";
    }

    @Override
    public boolean aexit(Throwable failure) throws Exception {
        await(sleep(0.1));
        IO.println("exit: " + (failure == null ? "no failure" : failure.getMessage()));
        return swallows;
    }
}

void main() throws Exception {
    run(() -> {
        asyncWith(new Manager(false), target -> IO.println("block with " + target));

        asyncWith(new Manager(true), target -> {
            throw new IOException("disk on fire");
        });

        try {
            asyncWith(new Manager(false), target -> {
                throw new IOException("disk on fire");
            });
        } catch (IOException e) {
            IO.println("caught: " + e.getMessage());
        }

        // What asyncWith does.
        AsyncContextManager<String> manager = new Manager(true);
        boolean hitExcept = false;
        try {
            String target = manager.aenter();
            IO.println("block with " + target);
            throw new IOException("disk on fire");
        } catch (Throwable failure) {
            hitExcept = true;
            if (!manager.aexit(failure)) {
                throw failure;
            }
        } finally {
            if (!hitExcept) {
                manager.aexit(null);
            }
        }
    });
}
