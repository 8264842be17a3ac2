// gather runs three computations at the same time: three seconds in all.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

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
        List<Integer> results = await(gather(
                factorial("A", 2),
                factorial("B", 3),
                factorial("C", 4)));
        IO.println(results);
    });
}
