// libcurl's own path: the least a C program does to keep a number of users busy, with the options
// the tool sets. What the tool's libcurl lane costs is held against it.
#ifndef SANBYO_BARE_CURL_H
#define SANBYO_BARE_CURL_H

/// What came of ``bare_curl_play``.
struct bare_curl_counts {
    long answers;
    long failures;
};

/// Lets every user GET a URL again and again until the standard input ends.
///
/// One multi handle driven by socket on one epoll; each user has an easy handle and a share for
/// its connection, cookies and TLS sessions. A socket stays in epoll between its requests, so
/// that a request costs no epoll_ctl.
///
/// `authorities` is a PEM file or NULL. Returns 0, or -1 when the system has no memory or
/// descriptors to give.
int bare_curl_play(const char *url, const char *authorities, int users,
    struct bare_curl_counts *counts);

#endif
