// When wait returns: with the first that is done, with the first that fails, or with the last.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Asyncio;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.Task;

Coroutine<String> work(int seconds) {
    return async(() -> {
        await(sleep(seconds));
        if (seconds == 2) {
            throw new IOException("failed");
        }
        return "worked " + seconds;
    });
}

void main() throws Exception {
    run(() -> {
        for (ReturnWhen returnWhen : ReturnWhen.values()) {
            List<Task<String>> tasks = Stream.of(1, 2, 3).map(seconds -> createTask(work(seconds))).toList();
            var result = await(Asyncio.wait(tasks, returnWhen));
            IO.println(returnWhen + ": " + result.done().size() + " done, " + result.pending().size() + " pending");
            await(gather(tasks, true));
        }
    });
}
