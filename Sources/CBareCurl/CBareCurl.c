#include "CBareCurl.h"

#include <curl/curl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { events_per_turn = 512, largest_descriptor = 1 << 20 };

struct loop {
    CURLM *multi;
    int epoll;
    /// What epoll watches each descriptor for; 0 when it does not.
    unsigned char *watched;
    /// When libcurl wants to be called by its timer, in ms; -1 when it does not.
    long due;
};

static long now_in_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000L + time.tv_nsec / 1000000L;
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *unused) {
    (void)easy, (void)unused;
    struct loop *loop = context;
    if (what == CURL_POLL_REMOVE || socket >= largest_descriptor) return 0;
    unsigned char wanted = (unsigned char)(what & CURL_POLL_INOUT);
    if (loop->watched[socket] == wanted) return 0;
    struct epoll_event event = {.data.fd = socket};
    if (wanted & CURL_POLL_IN) event.events |= EPOLLIN;
    if (wanted & CURL_POLL_OUT) event.events |= EPOLLOUT;
    epoll_ctl(loop->epoll, loop->watched[socket] ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    loop->watched[socket] = wanted;
    return 0;
}

static int on_close(void *context, curl_socket_t socket) {
    struct loop *loop = context;
    if (socket < largest_descriptor) loop->watched[socket] = 0;
    return close(socket);
}

static int on_timer(CURLM *multi, long milliseconds, void *context) {
    (void)multi;
    ((struct loop *)context)->due = milliseconds < 0 ? -1 : now_in_milliseconds() + milliseconds;
    return 0;
}

static size_t on_bytes(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    return size * count;
}

static CURL *make_user(const char *url, const char *authorities, struct loop *loop) {
    CURL *easy = curl_easy_init();
    CURLSH *share = curl_share_init();
    if (!easy || !share) return NULL;
    curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
    curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    curl_easy_setopt(easy, CURLOPT_SHARE, share);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, share);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 300000L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)INT_MAX);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 30000L);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "sanbyo");
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, -1L);
    if (authorities) curl_easy_setopt(easy, CURLOPT_CAINFO, authorities);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, loop);
    return easy;
}

/// Takes note of what is done and sends the same request again.
static void send_again(struct loop *loop, struct bare_curl_counts *counts) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(loop->multi, &left))) {
        CURL *easy = message->easy_handle;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (message->data.result == CURLE_OK && status == 200)
            counts->answers += 1;
        else
            counts->failures += 1;
        curl_multi_remove_handle(loop->multi, easy);
        curl_multi_add_handle(loop->multi, easy);
    }
}

static void play(struct loop *loop, struct bare_curl_counts *counts) {
    struct epoll_event events[events_per_turn];
    int running;
    for (;;) {
        long now = now_in_milliseconds();
        int wait = loop->due < 0 ? -1 : loop->due > now ? (int)(loop->due - now) : 0;
        int count = epoll_wait(loop->epoll, events, events_per_turn, wait);
        for (int index = 0; index < count; index += 1) {
            int descriptor = events[index].data.fd;
            if (descriptor == STDIN_FILENO) return;
            int ready = 0;
            if (events[index].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) ready |= CURL_CSELECT_IN;
            if (events[index].events & EPOLLOUT) ready |= CURL_CSELECT_OUT;
            curl_multi_socket_action(loop->multi, descriptor, ready, &running);
            send_again(loop, counts);
        }
        if (loop->due >= 0 && loop->due <= now_in_milliseconds()) {
            loop->due = -1;
            curl_multi_socket_action(loop->multi, CURL_SOCKET_TIMEOUT, 0, &running);
            send_again(loop, counts);
        }
    }
}

int bare_curl_play(const char *url, const char *authorities, int users,
    struct bare_curl_counts *counts) {
    memset(counts, 0, sizeof *counts);
    if (curl_global_init(CURL_GLOBAL_ALL) != CURLE_OK) return -1;
    struct loop loop = {
        .multi = curl_multi_init(),
        .epoll = epoll_create1(EPOLL_CLOEXEC),
        .watched = calloc(largest_descriptor, 1),
        .due = -1,
    };
    struct epoll_event lifeline = {.events = EPOLLIN, .data.fd = STDIN_FILENO};
    if (!loop.multi || loop.epoll < 0 || !loop.watched) return -1;
    if (epoll_ctl(loop.epoll, EPOLL_CTL_ADD, STDIN_FILENO, &lifeline) != 0) return -1;
    curl_multi_setopt(loop.multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(loop.multi, CURLMOPT_SOCKETDATA, &loop);
    curl_multi_setopt(loop.multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(loop.multi, CURLMOPT_TIMERDATA, &loop);
    curl_multi_setopt(loop.multi, CURLMOPT_MAXCONNECTS, 1L << 24);
    for (int user = 0; user < users; user += 1) {
        CURL *easy = make_user(url, authorities, &loop);
        if (!easy || curl_multi_add_handle(loop.multi, easy) != CURLM_OK) return -1;
    }
    play(&loop, counts);
    // The process ends now; the system takes everything back.
    return 0;
}
