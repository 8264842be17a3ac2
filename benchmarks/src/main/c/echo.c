/*
 * The yardstick: an echo server by hand on epoll, one thread, level-triggered, one read and one write a message.
 *
 * usage: echo [--tls CERTIFICATE KEY] [--tied]
 * Prints "listening PORT" and serves on loopback until it is killed or, with --tied, until its standard input ends.
 */
#include "wire.h"

#define CHUNK (256 * 1024)

struct peer {
    struct wire wire;
    size_t from, to;        /* what is still to be written of `pending` */
    char *pending;          /* allocated only when a peer does not take all at once */
};

static char chunk[CHUNK];

static void leave(struct peer *peer) {
    wire_close(&peer->wire);
    free(peer->pending);
    free(peer);
}

/* Writes and keeps what is left for later; 0 when the peer is gone. */
static int send_back(struct peer *peer, size_t size) {
    size_t sent = 0;
    while (sent < size) {
        ssize_t written = wire_write(&peer->wire, chunk + sent, size - sent);
        if (written <= 0) {
            if (errno != EAGAIN) return 0;
            if (!peer->pending) peer->pending = malloc(CHUNK);
            memcpy(peer->pending, chunk + sent, size - sent);
            peer->from = 0;
            peer->to = size - sent;
            return 1;
        }
        sent += written;
    }
    return 1;
}

static int flush(struct peer *peer) {
    while (peer->from < peer->to) {
        ssize_t written = wire_write(&peer->wire, peer->pending + peer->from, peer->to - peer->from);
        if (written <= 0) return errno == EAGAIN;
        peer->from += written;
    }
    return 1;
}

static void serve(int epoll, struct peer *peer) {
    if (!flush(peer)) {
        leave(peer);
        return;
    }
    /* Who does not take what is sent back is not read from. TLS may hold more than one read brings. */
    while (peer->from == peer->to) {
        ssize_t size = wire_read(&peer->wire, chunk, CHUNK);
        if (size < 0 && errno == EAGAIN) break;
        if (size <= 0 || !send_back(peer, size)) {
            leave(peer);
            return;
        }
        if (!peer->wire.ssl) break;
    }
    int blocked = peer->from < peer->to || peer->wire.wants_write;
    wire_watch(epoll, &peer->wire, blocked ? EPOLLOUT : EPOLLIN);
}

static void accept_all(int epoll, int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        nodelay(fd);
        struct peer *peer = calloc(1, sizeof *peer);
        peer->wire.fd = fd;
#ifdef WITH_TLS
        if (tls) tls_open(&peer->wire, 1);
#endif
        wire_watch(epoll, &peer->wire, EPOLLIN);
    }
}

static int listen_on_loopback(void) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    check(bind(listener, (void *) &address, size), "bind");
    check(listen(listener, 1024), "listen");
    check(getsockname(listener, (void *) &address, &size), "getsockname");
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(int count, char **arguments) {
    int tied = 0;
    signal(SIGPIPE, SIG_IGN);
    for (int i = 1; i < count; i++) {
        if (!strcmp(arguments[i], "--tied")) {
            tied = 1;
#ifdef WITH_TLS
        } else if (!strcmp(arguments[i], "--tls") && i + 2 < count) {
            tls = tls_context(1);
            if (SSL_CTX_use_certificate_chain_file(tls, arguments[i + 1]) != 1
                    || SSL_CTX_use_PrivateKey_file(tls, arguments[i + 2], SSL_FILETYPE_PEM) != 1)
                die("--tls", "the certificate or the key cannot be used");
            i += 2;
#endif
        } else {
            die(arguments[i], "unknown option; usage: echo [--tls CERTIFICATE KEY] [--tied]");
        }
    }
    int epoll = epoll_create1(0);
    struct wire listener = {.fd = listen_on_loopback()}, input = {.fd = 0};
    wire_watch(epoll, &listener, EPOLLIN);
    if (tied) wire_watch(epoll, &input, EPOLLIN);
    struct epoll_event events[1024];
    while (1) {
        int ready = epoll_wait(epoll, events, 1024, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr == &listener) accept_all(epoll, listener.fd);
            else if (events[i].data.ptr == &input) return 0;
            else serve(epoll, events[i].data.ptr);
        }
    }
}
