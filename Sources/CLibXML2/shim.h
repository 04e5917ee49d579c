#ifndef SANBYO_CLIBXML2_SHIM_H
#define SANBYO_CLIBXML2_SHIM_H

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#endif
