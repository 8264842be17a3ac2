// A loop made by hand is attached to the watcher of children. Here that is a courtesy: the watcher works for whichever
// loop runs.

import static io.asyncio4j.Asyncio.*;
import static io.asyncio4j.process.Subprocesses.createSubprocessShell;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.process.ChildWatcher;
import io.asyncio4j.process.ChildWatchers;

void main() throws Exception {
    EventLoop loop = newEventLoop();
    setEventLoop(loop);

    IO.println(getEventLoop() == loop);

    ChildWatcher watcher = ChildWatchers.getChildWatcher();
    watcher.attachLoop(loop);
    IO.println(watcher.isActive());

    try {
        int returnCode = runUntilComplete(loop, async(() -> await(await(createSubprocessShell("exit 3")).waitFor())));
        IO.println("the child ended with " + returnCode);
        runUntilComplete(loop, shutdownAsyncgens(loop));
    } finally {
        loop.close();
    }
}
