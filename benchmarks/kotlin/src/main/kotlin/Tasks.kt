/* Task work on Kotlin's coroutines: NAME SECONDS COUNT WARMUP; runBlocking's own event loop, one thread. Prints JSON as tasks.py. */

import java.lang.management.ManagementFactory
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.coroutineContext
import kotlin.random.Random
import kotlin.system.exitProcess
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.yield

const val N = 10_000
const val CHILDREN = 1_000
const val SLEEPERS = 50_000

var sum = 0L

suspend fun switch(): Int = coroutineScope {
    repeat(100) { launch { repeat(N / 100) { yield() } } }
    N
}

suspend fun switchAlone(): Int {
    repeat(N) { yield() }
    return N
}

suspend fun value(result: Int): Int = result

suspend fun inline(): Int {
    repeat(N) { sum += value(it) }
    return N
}

suspend fun create(): Int = coroutineScope {
    repeat(N) { sum += async { value(it) }.await() }
    N
}

suspend fun gather(): Int = coroutineScope {
    sum += List(CHILDREN) { async { value(it) } }.awaitAll().size
    CHILDREN
}

suspend fun group(): Int {
    coroutineScope { repeat(CHILDREN) { launch { sum += value(it) } } }
    return CHILDREN
}

suspend fun dispatcher() = coroutineContext[ContinuationInterceptor] as CoroutineDispatcher

suspend fun future(): Int {
    val loop = dispatcher()
    repeat(N) {
        val future = CompletableDeferred<Int>()
        loop.dispatch(EmptyCoroutineContext) { future.complete(1) }
        sum += future.await()
    }
    return N
}

suspend fun queue(): Int = coroutineScope {
    val one = Channel<Int>(1)
    launch { repeat(N) { one.send(it) } }
    repeat(N) { sum += one.receive() }
    N
}

suspend fun lock(): Int = coroutineScope {
    val mutex = Mutex()
    repeat(2) { launch { repeat(N / 2) { mutex.withLock { yield() } } } }
    N
}

suspend fun callSoon(): Int {
    val loop = dispatcher()
    repeat(N) { loop.dispatch(EmptyCoroutineContext) { sum++ } }
    yield()
    return N
}

/* The nearest there is in public: a coroutine that waits, started at once so that its timer is really set. */
suspend fun callLater(): Int = coroutineScope {
    repeat(N) { i ->
        launch(start = CoroutineStart.UNDISPATCHED) { delay(1000L * (1 + i % 100)) }.cancel()
    }
    N
}

suspend fun sleepers(): Int = coroutineScope {
    val chance = Random(1)
    repeat(SLEEPERS) { launch { delay(chance.nextLong(100)) } }
    SLEEPERS
}

suspend fun million(count: Int): Int = coroutineScope {
    val event = CompletableDeferred<Unit>()
    val tasks = List(count) { launch { event.await() } }
    yield()
    event.complete(Unit)
    tasks.joinAll()
    count
}

suspend fun cancel(): Int = coroutineScope {
    val tasks = List(CHILDREN) { launch { awaitCancellation() } }
    yield()
    tasks.forEach { it.cancel() }
    tasks.joinAll()
    CHILDREN
}

suspend fun generator(): Int {
    flow { repeat(N) { emit(it) } }.collect { sum += it }
    return N
}

fun used(): Long {
    repeat(3) { System.gc() }
    return ManagementFactory.getMemoryMXBean().heapMemoryUsage.used
}

suspend fun idle(count: Int): Double = coroutineScope {
    repeat(40) { million(5_000) }
    val event = CompletableDeferred<Unit>()
    val before = used()
    val tasks = List(count) { launch { event.await() } }
    yield()
    val after = used()
    event.complete(Unit)
    tasks.joinAll()
    (after - before).toDouble() / count
}

suspend fun once(name: String, count: Int): Int = when (name) {
    "switch" -> switch()
    "switch-alone" -> switchAlone()
    "inline" -> inline()
    "create" -> create()
    "gather" -> gather()
    "group" -> group()
    "future" -> future()
    "queue" -> queue()
    "lock" -> lock()
    "call-soon" -> callSoon()
    "call-later" -> callLater()
    "sleepers" -> sleepers()
    "million" -> million(count)
    "cancel" -> cancel()
    "generator", "generator-body" -> generator()
    else -> {
        System.err.println("tasks: no such workload: $name")
        exitProcess(2)
    }
}

class Spent(val wall: Double, val cpu: Double)

suspend fun measure(name: String, seconds: Double, count: Int): Spent {
    val system = ManagementFactory.getOperatingSystemMXBean() as com.sun.management.OperatingSystemMXBean
    val start = System.nanoTime()
    val cpu = system.processCpuTime
    var operations = 0L
    do operations += once(name, count) while (System.nanoTime() - start < seconds * 1e9)
    return Spent((System.nanoTime() - start).toDouble() / operations, (system.processCpuTime - cpu).toDouble() / operations)
}

fun main(arguments: Array<String>) = runBlocking {
    val (name, seconds, count, warmup) = arguments
    if (name == "idle") {
        println("""{"bytes": ${idle(count.toInt())}}""")
    } else {
        measure(name, warmup.toDouble(), count.toInt())
        val spent = measure(name, seconds.toDouble(), count.toInt())
        println("""{"ns": ${spent.wall}, "cpu_ns": ${spent.cpu}}""")
    }
}
