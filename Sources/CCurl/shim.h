// Typed inline shims: libcurl's variadic functions are not imported into Swift.
#ifndef SANBYO_CCURL_SHIM_H
#define SANBYO_CCURL_SHIM_H

#include <curl/curl.h>

#endif
