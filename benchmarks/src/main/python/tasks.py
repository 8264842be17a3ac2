"""Task work on CPython's asyncio: tasks.py NAME SECONDS COUNT [--uvloop]

Runs one workload for SECONDS and prints a line of JSON: nanoseconds of wall and of CPU time per operation, or the
bytes per idle task, or the peak of memory. COUNT is how many tasks `million`, `idle` and their like make.
"""
import asyncio
import contextvars
import json
import os
import random
import resource
import sys
import time

N = 2_000
CHILDREN = 1_000
SLEEPERS = 50_000


async def switch(count):
    async def turns():
        for _ in range(N // 100):
            await asyncio.sleep(0)
    await asyncio.gather(*[turns() for _ in range(100)])
    return N


async def switch_alone(count):
    for _ in range(N):
        await asyncio.sleep(0)
    return N


async def value(result):
    return result


async def inline(count):
    for i in range(N):
        await value(i)
    return N


async def create(count):
    for i in range(N):
        await asyncio.create_task(value(i))
    return N


async def gather(count):
    await asyncio.gather(*[value(i) for i in range(CHILDREN)])
    return CHILDREN


async def group(count):
    async with asyncio.TaskGroup() as tasks:
        for i in range(CHILDREN):
            tasks.create_task(value(i))
    return CHILDREN


async def future(count):
    loop = asyncio.get_running_loop()
    for _ in range(N):
        waiting = loop.create_future()
        loop.call_soon(waiting.set_result, 1)
        await waiting
    return N


async def queue(count):
    one = asyncio.Queue(1)

    async def produce():
        for i in range(N):
            await one.put(i)
    producer = asyncio.create_task(produce())
    for _ in range(N):
        await one.get()
    await producer
    return N


async def lock(count):
    mutex = asyncio.Lock()

    async def turns():
        for _ in range(N // 2):
            async with mutex:
                await asyncio.sleep(0)
    await asyncio.gather(turns(), turns())
    return N


def nothing():
    pass


async def call_soon(count):
    loop = asyncio.get_running_loop()
    for _ in range(N):
        loop.call_soon(nothing)
    await asyncio.sleep(0)
    return N


async def call_later(count):
    loop = asyncio.get_running_loop()
    for i in range(N):
        loop.call_later(1 + i % 100, nothing).cancel()
    await asyncio.sleep(0)
    return N


async def sleepers(count):
    chance = random.Random(1)
    await asyncio.gather(*[asyncio.sleep(chance.random() / 10) for _ in range(SLEEPERS)])
    return SLEEPERS


async def million(count, bodies=False):
    event = asyncio.Event()
    tasks = [asyncio.create_task(body(event) if bodies else event.wait()) for _ in range(count)]
    await asyncio.sleep(0)
    event.set()
    for task in tasks:
        await task
    return count


async def million_body(count):
    return await million(count, True)


async def cancel(count):
    tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(CHILDREN)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return CHILDREN


async def generator(count):
    async def numbers():
        for i in range(N):
            yield i
    async for _ in numbers():
        pass
    return N


# Python has the statement only.
generator_body = generator


async def context(count):
    variable = contextvars.ContextVar("variable", default=0)
    for _ in range(N):
        variable.set(variable.get() + 1)
    return N


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def body(event):
    await event.wait()


async def on(future):
    return await future


async def idle(count, kind):
    event, futures, new_future = asyncio.Event(), [], asyncio.get_running_loop().create_future

    def waiting():
        if kind == "idle-future":
            futures.append(new_future())
            return on(futures[-1])
        return body(event) if kind == "idle-body" else event.wait()

    before = resident()
    tasks = [asyncio.create_task(waiting()) for _ in range(count)]
    await asyncio.sleep(0)
    after = resident()
    event.set()
    for future in futures:
        future.set_result(True)
    await asyncio.gather(*tasks)
    return {"bytes": (after - before) / count}


async def sleeping():
    await asyncio.sleep(3600)


async def peak(count, kind):
    make = sleeping if kind == "million-body-peak" else lambda: asyncio.sleep(3600)
    tasks = [asyncio.create_task(make()) for _ in range(count)]
    await asyncio.sleep(0)
    print(json.dumps({"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3, "tasks": len(tasks)}), flush=True)
    os._exit(0)  # nothing is gained by waiting for their cancellation


async def measure(name, seconds, count):
    if name.endswith("-peak"):
        return await peak(count, name)
    if name in ("idle", "idle-body", "idle-future"):
        return await idle(count, name)
    work = globals()[name.replace("-", "_")]
    if name not in ("million", "million-body", "sleepers"):
        await work(count)
    operations = 0
    start, cpu = time.perf_counter_ns(), time.process_time_ns()
    while time.perf_counter_ns() - start < seconds * 1e9:
        operations += await work(count)
    return {"ns": (time.perf_counter_ns() - start) / operations, "cpu_ns": (time.process_time_ns() - cpu) / operations}


def main():
    name, seconds, count = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    if "--uvloop" in sys.argv:
        import uvloop
        factory = uvloop.new_event_loop
    else:
        factory = None
    with asyncio.Runner(loop_factory=factory) as runner:
        print(json.dumps(runner.run(measure(name, seconds, count))))


if __name__ == "__main__":
    main()
