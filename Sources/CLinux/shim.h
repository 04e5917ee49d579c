// Linux calls that Glibc's Swift overlay does not offer in a usable form.
#ifndef SANBYO_CLINUX_SHIM_H
#define SANBYO_CLINUX_SHIM_H

#define _GNU_SOURCE 1
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#endif
