// What gather does with coroutines, spelled out: a task for each, then await them one after the other.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Integer> factorial(String name, int number) {
    return async(() -> {
        int f = 1;
        for (int i = 2; i <= number; i++) {
            IO.println("Task " + name + ": Compute factorial(" + number + "), currently i=" + i + "...");
            await(sleep(1));
            f *= i;
        }
        IO.println("Task " + name + ": factorial(" + number + ") = " + f);
        return f;
    });
}

void main() throws Exception {
    run(() -> {
        List<Task<Integer>> tasks = List.of(
                createTask(factorial("A", 2)),
                createTask(factorial("B", 3)),
                createTask(factorial("C", 4)));
        List<Integer> results = new ArrayList<>();
        for (Task<Integer> task : tasks) {
            results.add(await(task));
        }
        IO.println(results);
    });
}
