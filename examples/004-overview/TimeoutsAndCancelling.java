// waitFor cancels what takes too long; wait with a time limit leaves it running.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Asyncio;
import io.asyncio4j.task.ReturnWhen;
import io.asyncio4j.task.Task;

void main() throws Exception {
    run(() -> {
        Task<String> first = createTask(sleep(3, "first"));
        try {
            await(waitFor(first, 1));
        } catch (TimeoutException e) {
            IO.println("waitFor timed out, cancelled: " + first.isCancelled());
        }

        Task<String> second = createTask(sleep(3, "second"));
        var result = await(Asyncio.wait(List.of(second), 1, ReturnWhen.ALL_COMPLETED));
        IO.println("wait returned, pending: " + result.pending().size() + ", cancelled: " + second.isCancelled());
        IO.println(await(second));
    });
}
