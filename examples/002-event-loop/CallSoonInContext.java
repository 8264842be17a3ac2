// A callback may be given the context it runs in. What it sets stays in that context.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;

void main() {
    ContextVar<String> user = ContextVar.withDefault("user", "nobody");
    Context ctx = Context.copyContext();
    EventLoop loop = getEventLoop();
    loop.callSoon(() -> {
        IO.println("我是 call_soon");
        user.set("somebody");
    }, ctx);
    loop.callSoon(loop::stop);
    loop.runForever();
    loop.close();
    IO.println("in ctx: " + ctx.get(user) + ", outside: " + user.get());
}
