/*
 * start COMMAND...: runs a program once and prints, as JSON, the milliseconds until its first line and until its end,
 * the CPU time it took and the most memory it held. Ends with the program's own status when that is not 0.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double millis(struct timeval time) { return time.tv_sec * 1e3 + time.tv_usec / 1e3; }

int main(int count, char **arguments) {
    int out[2];
    if (count < 2 || pipe(out)) {
        fprintf(stderr, "usage: start COMMAND...\n");
        return 2;
    }
    double begin = now(), first = 0;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(out[1], 1);
        close(out[0]);
        close(out[1]);
        execvp(arguments[1], arguments + 1);
        fprintf(stderr, "start: %s: %s\n", arguments[1], strerror(errno));
        _exit(127);
    }
    close(out[1]);
    char line[4096];
    ssize_t size;
    while ((size = read(out[0], line, sizeof line)) > 0) {
        if (!first && memchr(line, '\n', size)) first = now() - begin;
    }
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child) return 1;
    if (status) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    printf("{\"first_line_ms\": %.2f, \"exit_ms\": %.2f, \"cpu_ms\": %.2f, \"peak_mb\": %.1f}\n",
           first, now() - begin, millis(used.ru_utime) + millis(used.ru_stime), used.ru_maxrss / 1024.0);
    return 0;
}
