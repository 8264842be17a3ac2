// A semaphore lets so many tasks in at a time: six jobs of a second, two at a time, take three seconds.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.sync.Semaphore;

Coroutine<Void> job(int number, Semaphore sem) {
    return async(() -> asyncWith(sem, () -> {
        await(sleep(1));
        IO.println("job " + number + " done");
    }));
}

void main() throws Exception {
    run(() -> {
        Semaphore sem = new Semaphore(2);
        double startedAt = getRunningLoop().time();
        await(gather(IntStream.range(0, 6).mapToObj(i -> job(i, sem)).toList()));
        IO.println("seconds: " + Math.round(getRunningLoop().time() - startedAt));
    });
}
