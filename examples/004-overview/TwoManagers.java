// Several managers in one block: nested, or on an exit stack when their number is known at run time only. They are left
// in reverse order.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.iter.AsyncExitStack;

record Manager(String name) implements AsyncContextManager<String> {
    @Override
    public String aenter() throws Exception {
        await(sleep(1));
        IO.println("enter " + name);
        return name;
    }

    @Override
    public boolean aexit(Throwable failure) throws Exception {
        await(sleep(1));
        IO.println("exit " + name);
        return false;
    }
}

void main() throws Exception {
    run(() -> {
        asyncWith(new Manager("a"), a -> asyncWith(new Manager("b"), b -> {
            IO.println("body with " + a + " and " + b);
        }));

        asyncWith(new AsyncExitStack(), stack -> {
            List<String> entered = new ArrayList<>();
            for (String name : List.of("c", "d", "e")) {
                entered.add(await(stack.enterAsyncContext(new Manager(name))));
            }
            IO.println("body with " + entered);
        });
    });
}
