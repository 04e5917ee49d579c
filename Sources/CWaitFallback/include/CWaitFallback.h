// Lets the loop wait also where epoll_pwait2 is missing, as under valgrind. Whoever links this
// target has the C library's epoll_pwait2 replaced; nothing else is declared here.
#ifndef SANBYO_WAIT_FALLBACK_H
#define SANBYO_WAIT_FALLBACK_H
#endif
