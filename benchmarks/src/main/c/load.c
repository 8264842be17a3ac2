/*
 * The load: closed loop, one thread. Every connection sends a message, waits for the whole of it to come back, compares
 * every byte and sends the next; or, with --connect, connects, does one round trip and closes, again and again.
 *
 * usage: load PORT [--connections N] [--size BYTES] [--seconds S] [--warmup S] [--pid SERVER] [--tls CA] [--connect]
 * Prints one line of JSON: round trips, percentiles of their time, and the CPU time the server spent on each.
 * A message that comes back wrong, a lost connection or a silence of ten seconds ends it with an error.
 */
#include "wire.h"

#include <math.h>

#define PERIOD 251          /* messages start at a place in the pattern that differs from one to the next */
#define SILENCE_MILLIS 10000
#define SCRATCH (256 * 1024)

enum state { CONNECTING, ECHOING };

struct slot {
    struct wire wire;
    enum state state;
    uint64_t started;       /* of this round trip, or of this connection */
    uint32_t number;        /* of the message */
    size_t sent, received;
};

static int port, connections = 1, connecting;
static size_t size = 64;
static double seconds = 1, warmup = 0.3;
static long server;
static char *pattern, scratch[SCRATCH];
static int epoll;
static uint32_t connected_so_far;
static int finishing, unfinished;

/* ------------------------------------------------------------------ times */

/* Round-trip times in buckets of 1/64 of their power of two: percentiles are right within 1.6 %. */
#define FINE 64
static uint64_t histogram[64 * FINE], operations, longest;

static void record(uint64_t nanos) {
    int power = nanos < FINE ? 0 : 63 - __builtin_clzll(nanos) - 5;
    histogram[power * FINE + (nanos >> power)]++;
    operations++;
    if (nanos > longest) longest = nanos;
}

static double percentile(double share) {
    uint64_t wanted = (uint64_t) ceil(operations * share), seen = 0;
    for (int i = 0; i < 64 * FINE; i++) {
        seen += histogram[i];
        if (seen >= wanted && seen) return ((i % FINE) + 0.5) * (double) (1ull << (i / FINE)) / 1000;
    }
    return 0;
}

static uint64_t clock_nanos(clockid_t clock) {
    struct timespec time;
    return clock_gettime(clock, &time) ? 0 : time.tv_sec * 1000000000ull + time.tv_nsec;
}

static uint64_t now(void) { return clock_nanos(CLOCK_MONOTONIC); }

static uint64_t server_cpu(void) {
    clockid_t clock;
    return server && !clock_getcpuclockid((pid_t) server, &clock) ? clock_nanos(clock) : 0;
}

/* ------------------------------------------------------------------ connections */

static void nonblocking(int fd) {
    check(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK), "fcntl");
}

static void fail(struct slot *slot, const char *what) {
    fprintf(stderr, "load: connection %d failed: %s, message %u, %zu of %zu bytes back: %s\n",
            slot->wire.fd, what, slot->number, slot->received, size, errno ? strerror(errno) : "see above");
    exit(1);
}

/* A socket from one of 250 addresses, so that closed connections do not use up the ports of one. */
static void start(struct slot *slot, int blocking) {
    int fd = socket(AF_INET, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0), on = 1;
    check(fd, "socket");
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000101 + connected_so_far++ % 250)};
    check(bind(fd, (void *) &own, sizeof own), "bind");
    if (!connecting) nodelay(fd); /* one message a connection has nothing to wait for */
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
    slot->wire = (struct wire) {.fd = fd};
    slot->state = CONNECTING;
    slot->sent = slot->received = 0;
    slot->started = now();
    if (connect(fd, (void *) &address, sizeof address) < 0 && errno != EINPROGRESS) fail(slot, "connect");
#ifdef WITH_TLS
    if (tls) {
        tls_open(&slot->wire, 0);
        SSL_set1_host(slot->wire.ssl, "localhost");
        SSL_set_tlsext_host_name(slot->wire.ssl, "localhost");
    }
#endif
}

/* One byte there and back on a blocking socket: the server has accepted when it is done. */
static void first_round_trip(struct slot *slot) {
    struct timeval patience = {.tv_sec = SILENCE_MILLIS / 1000};
    setsockopt(slot->wire.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char byte = 1;
    if (wire_write(&slot->wire, &byte, 1) != 1 || wire_read(&slot->wire, &byte, 1) != 1 || byte != 1)
        fail(slot, "first round trip");
}

/* ------------------------------------------------------------------ round trips */

static void next(struct slot *slot) {
    slot->number++;
    slot->sent = slot->received = 0;
}

/* What epoll watches while it connects: both directions, once, so that a connection costs no second call. */
#define WATCH_ALL (EPOLLIN | EPOLLOUT | EPOLLET)

/* Sends and receives what is possible now; true when the message is whole. */
static int advance(struct slot *slot) {
    const char *message = pattern + slot->number % PERIOD;
    int blocked = 0;
    while (slot->sent < size && !blocked) {
        ssize_t sent = wire_write(&slot->wire, message + slot->sent, size - slot->sent);
        if (sent > 0) slot->sent += sent;
        else if (errno == EAGAIN) blocked = 1;
        else fail(slot, "write");
    }
    int writing = blocked && (!slot->wire.ssl || slot->wire.wants_write);
    while (slot->received < slot->sent) {
        size_t room = size - slot->received < SCRATCH ? size - slot->received : SCRATCH;
        ssize_t got = wire_read(&slot->wire, scratch, room);
        if (got < 0 && errno == EAGAIN) break;
        if (got == 0) errno = ECONNRESET;
        if (got <= 0) fail(slot, "read");
        if (memcmp(scratch, message + slot->received, got)) errno = 0, fail(slot, "the echo is wrong");
        slot->received += got;
    }
    if (!(slot->wire.interest & EPOLLET))
        wire_watch(epoll, &slot->wire, writing || slot->wire.wants_write ? EPOLLIN | EPOLLOUT : EPOLLIN);
    return slot->received == size;
}

static void step(struct slot *slot, int measuring) {
    if (slot->state == CONNECTING) {
        slot->state = ECHOING;
        if (!slot->wire.ssl) {  /* the reply cannot be there yet; a failed connect fails the write */
            ssize_t sent = wire_write(&slot->wire, pattern + slot->number % PERIOD, size);
            if (sent < 0 && errno != EAGAIN) fail(slot, "connect");
            if (sent > 0) slot->sent = sent;
            if (slot->sent == size) return;
        }
    }
    if (!advance(slot)) return;
    if (finishing) {
        wire_close(&slot->wire);
        unfinished--;
        return;
    }
    if (connecting) {
        wire_close(&slot->wire);
        uint64_t at = now();
        if (measuring) record(at - slot->started);
        slot->number++;
        start(slot, 0);
        wire_watch(epoll, &slot->wire, WATCH_ALL);
        return;
    }
    uint64_t at = now();
    if (measuring) record(at - slot->started);
    slot->started = at;
    next(slot);
    /* The reply cannot be there yet: only the sending half is worth a system call. */
    ssize_t sent = wire_write(&slot->wire, pattern + slot->number % PERIOD, size);
    if (sent > 0) slot->sent = sent;
    if (slot->sent < size && !slot->wire.ssl) wire_watch(epoll, &slot->wire, EPOLLIN | EPOLLOUT);
    else if (slot->wire.wants_write) wire_watch(epoll, &slot->wire, EPOLLIN | EPOLLOUT);
}

static void turn(int measuring) {
    struct epoll_event events[256];
    int ready = epoll_wait(epoll, events, 256, SILENCE_MILLIS);
    if (ready == 0) die("waiting for the server", "ten seconds of silence");
    for (int i = 0; i < ready; i++) step(events[i].data.ptr, measuring);
}

/* Runs until `end` and tells when it ended. */
static uint64_t run(uint64_t end, int measuring) {
    uint64_t at = now();
    while (at < end) {
        turn(measuring);
        at = now();
    }
    return at;
}

/* Takes what is still under way, so that no server sees a connection reset. */
static void finish(void) {
    finishing = 1;
    unfinished = connections;
    while (unfinished) turn(0);
}

static void connect_all(struct slot *slots) {
    for (int i = 0; i < connections; i++) {
        if (connecting) {
            start(&slots[i], 0);
            wire_watch(epoll, &slots[i].wire, WATCH_ALL);
            continue;
        }
        start(&slots[i], 1);
        first_round_trip(&slots[i]);
        nonblocking(slots[i].wire.fd);
        slots[i].state = ECHOING;
    }
    if (connecting) return;
    for (int i = 0; i < connections; i++) {
        slots[i].started = now();
        if (advance(&slots[i])) step(&slots[i], 0);
    }
}

/* ------------------------------------------------------------------ start */

static double number(const char *name, const char *text, double least) {
    char *end;
    double value = text ? strtod(text, &end) : NAN;
    if (!text || !*text || *end || !(value >= least)) {
        fprintf(stderr, "load: %s is not a number of at least %g: %s\n", name, least, text ? text : "missing");
        exit(2);
    }
    return value;
}

static void parse(int count, char **arguments) {
    if (count < 2) die("load", "no port; usage: load PORT [--connections N] [--size BYTES] [--seconds S] [--warmup S] "
                       "[--pid SERVER] [--tls CA] [--connect]");
    port = (int) number("PORT", arguments[1], 1);
    for (int i = 2; i < count; i++) {
        const char *name = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
        if (!strcmp(name, "--connect")) { connecting = 1; continue; }
        if (!strcmp(name, "--connections")) connections = (int) number(name, value, 1);
        else if (!strcmp(name, "--size")) size = (size_t) number(name, value, 1);
        else if (!strcmp(name, "--seconds")) seconds = number(name, value, 0.001);
        else if (!strcmp(name, "--warmup")) warmup = number(name, value, 0);
        else if (!strcmp(name, "--pid")) server = (long) number(name, value, 1);
#ifdef WITH_TLS
        else if (!strcmp(name, "--tls") && value) {
            tls = tls_context(0);
            SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
            if (SSL_CTX_load_verify_locations(tls, value, NULL) != 1) die("--tls", "the certificate cannot be read");
        }
#endif
        else {
            fprintf(stderr, "load: unknown option: %s\n", name);
            exit(2);
        }
        i++;
    }
}

int main(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN);
    parse(count, arguments);
    pattern = malloc(size + PERIOD);
    for (size_t i = 0; i < size + PERIOD; i++) pattern[i] = (char) (i * 31 + i / PERIOD);
    check(epoll = epoll_create1(0), "epoll_create1");
    struct slot *slots = calloc(connections, sizeof *slots);
    connect_all(slots);
    uint64_t begin = run(now() + (uint64_t) (warmup * 1e9), 0);
    uint64_t cpu = server_cpu(), own = clock_nanos(CLOCK_PROCESS_CPUTIME_ID);
    double elapsed = (run(begin + (uint64_t) (seconds * 1e9), 1) - begin) / 1e9;
    cpu = server_cpu() - cpu;
    own = clock_nanos(CLOCK_PROCESS_CPUTIME_ID) - own;
    finish();
    if (operations == 0) die("measuring", "no round trip was completed; give more --seconds");
    printf("{\"mode\":\"%s\",\"connections\":%d,\"size\":%zu,\"seconds\":%.3f,\"operations\":%lu,\"per_second\":%.0f,"
           "\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
           "\"server_cpu_ns\":%.0f,\"load_cpu_ns\":%.0f}\n",
           connecting ? "connect" : "echo", connections, size, elapsed, operations, operations / elapsed,
           percentile(.5), percentile(.9), percentile(.99), percentile(.999), longest / 1000.0,
           (double) cpu / operations, (double) own / operations);
    return 0;
}
