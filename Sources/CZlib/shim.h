#ifndef SANBYO_CZLIB_SHIM_H
#define SANBYO_CZLIB_SHIM_H

#include <zlib.h>

#endif
