// Linux calls that Glibc's Swift overlay does not offer in a usable form.
#ifndef SANBYO_CLINUX_SHIM_H
#define SANBYO_CLINUX_SHIM_H

// No _GNU_SOURCE: it changes declarations that Swift's own Glibc module also holds.
#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// prctl is variadic, and the CPU_SET macros are macros: both are out of Swift's reach.

/// Lets timed waits of the calling thread end up to this many nanoseconds late.
static inline int sanbyo_set_timer_slack(unsigned long nanoseconds) {
    return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}

/// Pins the calling thread to one CPU, 0 ... 1023; returns 0 or an errno.
static inline int sanbyo_pin_thread(int cpu) {
    unsigned long mask[16] = {0};
    const int bits = (int)(8 * sizeof mask[0]);
    if (cpu < 0 || cpu >= 16 * bits) return EINVAL;
    mask[cpu / bits] = 1UL << (cpu % bits);
    return syscall(SYS_sched_setaffinity, 0, sizeof mask, mask) == 0 ? 0 : errno;
}

/// Names the calling thread for debuggers and `top -H`; longer names are cut to 15 bytes.
static inline void sanbyo_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

/// epoll_ctl with a 64-bit tag; `struct epoll_event` is packed on x86-64.
static inline int sanbyo_epoll_control(
    int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event;
    event.events = events;
    event.data.u64 = tag;
    return epoll_ctl(epoll, operation, descriptor, &event);
}

/// Asks for memory that will be read soon, `lines` cache lines of it; does nothing else.
static inline void sanbyo_prefetch(const void *start, int lines) {
    for (int line = 0; line < lines; line++)
        __builtin_prefetch((const char *)start + 64 * line);
}

static inline uint64_t sanbyo_epoll_tag(const struct epoll_event *event) {
    return event->data.u64;
}

#endif
