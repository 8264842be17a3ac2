// A task waits under a condition's lock, without it, until another has changed something and says so.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.sync.Condition;
import io.asyncio4j.task.Task;

Condition cond = new Condition();
List<String> box = new ArrayList<>();

Coroutine<Void> consumer() {
    return async(() -> asyncWith(cond, () -> {
        while (box.isEmpty()) {
            await(cond.waitFor());          // asyncio's wait(), a name that every Java object has already
        }
        IO.println("got " + box.removeFirst());
    }));
}

Coroutine<Void> producer() {
    return async(() -> asyncWith(cond, () -> {
        box.add("a letter");
        cond.notifyOne();
        IO.println("notified, still has the lock");
    }));
}

void main() throws Exception {
    run(() -> {
        Task<Void> consumer = createTask(consumer());
        await(sleep(1));
        await(producer());
        await(consumer);
    });
}
