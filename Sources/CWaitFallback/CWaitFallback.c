#define _GNU_SOURCE
#include "CWaitFallback.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>

typedef int wait_function(
    int, struct epoll_event *, int, const struct timespec *, const sigset_t *);

/// The same with whole milliseconds, rounded up: never early.
static int wait_coarsely(int epoll, struct epoll_event *events, int room,
    const struct timespec *timeout, const sigset_t *mask) {
    long milliseconds = -1;
    if (timeout) {
        long seconds = timeout->tv_sec < INT_MAX / 1000 - 1 ? timeout->tv_sec : INT_MAX / 1000 - 1;
        milliseconds = seconds * 1000 + (timeout->tv_nsec + 999999) / 1000000;
    }
    return epoll_pwait(epoll, events, room, (int)milliseconds, mask);
}

int epoll_pwait2(int epoll, struct epoll_event *events, int room,
    const struct timespec *timeout, const sigset_t *mask) {
    static wait_function *original;
    if (!original) original = (wait_function *)dlsym(RTLD_NEXT, "epoll_pwait2");
    if (!original) original = wait_coarsely;
    int count = original(epoll, events, room, timeout, mask);
    if (count >= 0 || errno != ENOSYS) return count;
    original = wait_coarsely;
    return wait_coarsely(epoll, events, room, timeout, mask);
}
