// Three workers share a queue of work. An argument is the seed of the random numbers: 84730 gives the article's totals.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.queue.Queue;
import io.asyncio4j.task.Task;

Coroutine<Void> worker(String name, Queue<Double> queue) {
    return async(() -> {
        while (true) {
            // Get a "work item" out of the queue.
            double sleepFor = await(queue.get());

            // Sleep for the "sleepFor" seconds.
            await(sleep(sleepFor));

            // Notify the queue that the "work item" has been processed.
            queue.taskDone();

            print("%s has slept for %.2f seconds", name, sleepFor);
        }
    });
}

Coroutine<Void> shareWork(Random random) {
    return async(() -> {
        // Create a queue that we will use to store our "workload".
        Queue<Double> queue = new Queue<>();

        // Generate random timings and put them into the queue.
        double totalSleepTime = 0;
        for (int i = 0; i < 20; i++) {
            double sleepFor = random.nextDouble(0.05, 1.0);
            totalSleepTime += sleepFor;
            queue.putNowait(sleepFor);
        }

        // Create three worker tasks to process the queue concurrently.
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(createTask(worker("worker-" + i, queue)));
        }

        // Wait until the queue is fully processed.
        double startedAt = getRunningLoop().time();
        await(queue.join());
        double totalSleptFor = getRunningLoop().time() - startedAt;

        // Cancel our worker tasks.
        for (Task<Void> task : tasks) {
            task.cancel();
        }
        // Wait until all worker tasks are cancelled.
        await(gather(tasks, true));

        print("====");
        print("3 workers slept in parallel for %.2f seconds", totalSleptFor);
        print("total expected sleep time: %.2f seconds", totalSleepTime);
    });
}

void print(String format, Object... values) {
    IO.println(String.format(Locale.ROOT, format, values));
}

void main(String[] args) throws Exception {
    run(shareWork(args.length > 0 ? new Random(Long.parseLong(args[0])) : new Random()));
}
