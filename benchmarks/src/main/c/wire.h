/* A socket, or TLS on a socket: what the load generator and the echo server share. */
#ifndef WIRE_H
#define WIRE_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
static SSL_CTX *tls;
#endif

struct wire {
    int fd;
    uint32_t interest;      /* what epoll watches */
    void *ssl;              /* NULL for a plain socket */
    int wants_write;        /* TLS asked to write before it goes on */
};

static void die(const char *operation, const char *what) {
    fprintf(stderr, "%s failed: %s\n", operation, what);
    exit(1);
}

static void check(int result, const char *operation) {
    if (result < 0) die(operation, strerror(errno));
}

static void nodelay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

#ifdef WITH_TLS
static ssize_t tls_result(struct wire *wire, int result) {
    wire->wants_write = 0;
    if (result > 0) return result;
    int error = SSL_get_error(wire->ssl, result);
    wire->wants_write = error == SSL_ERROR_WANT_WRITE;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        errno = EAGAIN;
        return -1;
    }
    if (error == SSL_ERROR_ZERO_RETURN) return 0;
    if (error != SSL_ERROR_SYSCALL) errno = EPROTO;
    ERR_clear_error();
    return -1;
}
#endif

/* As read(2) and write(2) on a non-blocking socket. */
static inline ssize_t wire_read(struct wire *wire, void *into, size_t size) {
#ifdef WITH_TLS
    if (wire->ssl) return tls_result(wire, SSL_read(wire->ssl, into, (int) size));
#endif
    return recv(wire->fd, into, size, 0);
}

static inline ssize_t wire_write(struct wire *wire, const void *from, size_t size) {
#ifdef WITH_TLS
    if (wire->ssl) return tls_result(wire, SSL_write(wire->ssl, from, (int) size));
#endif
    return send(wire->fd, from, size, MSG_NOSIGNAL);
}

static void wire_close(struct wire *wire) {
#ifdef WITH_TLS
    if (wire->ssl) {
        SSL_set_quiet_shutdown(wire->ssl, 1);
        SSL_free(wire->ssl);
        wire->ssl = NULL;
    }
#endif
    close(wire->fd);
    wire->fd = -1;
}

/* Changes what epoll watches, with a system call only when it differs. */
static inline void wire_watch(int epoll, struct wire *wire, uint32_t interest) {
    if (interest == wire->interest) return;
    struct epoll_event event = {.events = interest, .data.ptr = wire};
    check(epoll_ctl(epoll, wire->interest ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, wire->fd, &event), "epoll_ctl");
    wire->interest = interest;
}

#ifdef WITH_TLS
static SSL_CTX *tls_context(int server) {
    SSL_CTX *context = SSL_CTX_new(server ? TLS_server_method() : TLS_client_method());
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    return context;
}

static void tls_open(struct wire *wire, int server) {
    wire->ssl = SSL_new(tls);
    SSL_set_fd(wire->ssl, wire->fd);
    if (server) SSL_set_accept_state(wire->ssl);
    else SSL_set_connect_state(wire->ssl);
}
#endif

#endif
