#ifndef SANBYO_CLIBXML2_SHIM_H
#define SANBYO_CLIBXML2_SHIM_H

// Debian's libxml2 is built with ICU and would bring ICU's headers in, whose types Foundation has in
// a version of its own: a module that sees both does not compile. All that goes is the end of a
// structure that is never made or measured here.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stddef.h>

// glibc's headers show this GNU function only to files that ask for it before the first include,
// which a module's header cannot.
extern void *memmem(
    const void *whole, size_t whole_length, const void *part, size_t part_length);

// xmlFree is a global variable that holds a function; Swift may not read a mutable global.
static inline void sanbyo_xml_free(void *memory) {
    xmlFree(memory);
}

// The option enumerations are separate C types; parsers take them as one int.
static inline int sanbyo_html_options(void) {
    return HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
        HTML_PARSE_IGNORE_ENC;
}

static inline int sanbyo_xml_options(void) {
    return XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA;
}

#endif
