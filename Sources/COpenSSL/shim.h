// OpenSSL for looking at certificates and handshakes: macros and functions with output parameters
// as plain inline functions. Texts are written into buffers of the caller and end with a 0.
#ifndef SANBYO_COPENSSL_SHIM_H
#define SANBYO_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

// Handshakes.

/// Has every message of the sessions made from an `SSL_CTX` reported to a callback.
static inline void sanbyo_tls_watch(
    void *context,
    void (*callback)(int, int, int, const void *, size_t, SSL *, void *),
    void *argument) {
    SSL_CTX_set_msg_callback((SSL_CTX *)context, callback);
    SSL_CTX_set_msg_callback_arg((SSL_CTX *)context, argument);
}

static inline const char *sanbyo_tls_version(void *session) {
    return SSL_get_version((SSL *)session);
}

static inline const char *sanbyo_tls_cipher(void *session) {
    return SSL_CIPHER_get_name(SSL_get_current_cipher((SSL *)session));
}

static inline int sanbyo_tls_cipher_bits(void *session) {
    return SSL_CIPHER_get_bits(SSL_get_current_cipher((SSL *)session), NULL);
}

/// How many certificates the other side has sent, its own first.
static inline int sanbyo_tls_chain_count(void *session) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain((SSL *)session);
    return chain ? sk_X509_num(chain) : 0;
}

/// One of them; lives as long as the session.
static inline X509 *sanbyo_tls_chain_item(void *session, int index) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain((SSL *)session);
    return chain ? sk_X509_value(chain, index) : NULL;
}

// Certificates.

/// The DER bytes, copied into the buffer where they fit; returns their count, or less than 0.
static inline int sanbyo_x509_der(X509 *certificate, unsigned char *buffer, int size) {
    int count = i2d_X509(certificate, NULL);
    if (count > 0 && count <= size) {
        unsigned char *end = buffer;
        i2d_X509(certificate, &end);
    }
    return count;
}

static inline X509 *sanbyo_x509_read(const unsigned char *bytes, long count) {
    return d2i_X509(NULL, &bytes, count);
}

static inline void sanbyo_bio_take(BIO *out, char *buffer, int size) {
    int count = BIO_read(out, buffer, size - 1);
    buffer[count > 0 ? count : 0] = 0;
    BIO_free(out);
}

/// A name as RFC 2253 writes it, in UTF-8.
static inline void sanbyo_x509_name(X509 *certificate, int ofIssuer, char *buffer, int size) {
    BIO *out = BIO_new(BIO_s_mem());
    buffer[0] = 0;
    if (!out) return;
    X509_NAME *name = ofIssuer ? X509_get_issuer_name(certificate)
                               : X509_get_subject_name(certificate);
    X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    sanbyo_bio_take(out, buffer, size);
}

/// The begin or the end of validity in Unix seconds; 0 when it cannot be read.
static inline int sanbyo_x509_time(X509 *certificate, int ofEnd, long long *seconds) {
    const ASN1_TIME *time = ofEnd ? X509_get0_notAfter(certificate)
                                  : X509_get0_notBefore(certificate);
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0, rest = 0;
    int known = epoch && ASN1_TIME_diff(&days, &rest, epoch, time);
    ASN1_TIME_free(epoch);
    if (known) *seconds = 86400LL * days + rest;
    return known;
}

/// "rsaEncryption", "id-ecPublicKey" and the like; NULL when the key cannot be read.
static inline const char *sanbyo_x509_key_kind(X509 *certificate) {
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    return key ? OBJ_nid2ln(EVP_PKEY_get_base_id(key)) : NULL;
}

static inline int sanbyo_x509_key_bits(X509 *certificate) {
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    return key ? EVP_PKEY_get_bits(key) : 0;
}

static inline const char *sanbyo_x509_signature(X509 *certificate) {
    return OBJ_nid2ln(X509_get_signature_nid(certificate));
}

/// The digest that is signed, "SHA1" and the like; NULL where the algorithm has none of its own.
static inline const char *sanbyo_x509_digest(X509 *certificate) {
    int digest = 0;
    if (!X509_get_signature_info(certificate, &digest, NULL, NULL, NULL)) return NULL;
    return digest ? OBJ_nid2sn(digest) : NULL;
}

/// Whether the certificate is signed with its own key.
static inline int sanbyo_x509_is_self_signed(X509 *certificate) {
    return X509_self_signed(certificate, 1) == 1;
}

/// The names a certificate is for, each with its kind, one a line.
static inline void sanbyo_x509_alternative_names(X509 *certificate, char *buffer, int size) {
    BIO *out = BIO_new(BIO_s_mem());
    buffer[0] = 0;
    if (!out) return;
    GENERAL_NAMES *names =
        (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int index = 0; names && index < sk_GENERAL_NAME_num(names); index++) {
        GENERAL_NAME_print(out, sk_GENERAL_NAME_value(names, index));
        BIO_write(out, "\n", 1);
    }
    GENERAL_NAMES_free(names);
    sanbyo_bio_take(out, buffer, size);
}

/// Whether a certificate is for a host name, as browsers and libcurl compare: 1, 0, or less.
static inline int sanbyo_x509_is_for_host(X509 *certificate, const char *host) {
    return X509_check_host(certificate, host, strlen(host), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                           NULL);
}

static inline int sanbyo_x509_is_for_address(X509 *certificate, const char *address) {
    return X509_check_ip_asc(certificate, address, 0);
}

// Trust.

/// What is wrong with a chain: OpenSSL's numbers, each with its place in the chain.
typedef struct {
    int code[32];
    int depth[32];
    int count;
} sanbyo_trust_faults;

static inline int sanbyo_trust_code(const sanbyo_trust_faults *faults, int index) {
    return faults->code[index];
}

static inline int sanbyo_trust_depth(const sanbyo_trust_faults *faults, int index) {
    return faults->depth[index];
}

static inline int sanbyo_trust_note(int isFine, X509_STORE_CTX *context) {
    sanbyo_trust_faults *faults = (sanbyo_trust_faults *)X509_STORE_CTX_get_app_data(context);
    if (!isFine && faults->count < 32) {
        faults->code[faults->count] = X509_STORE_CTX_get_error(context);
        faults->depth[faults->count] = X509_STORE_CTX_get_error_depth(context);
        faults->count++;
    }
    return 1;
}

/// Builds a chain from the certificates of a session up to an authority of the file, and notes
/// every fault on the way. Returns 0 when that cannot be done: no authorities, no memory.
static inline int sanbyo_trust_check(
    void *session, const char *authorities, sanbyo_trust_faults *faults) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int done = 0;
    faults->count = 0;
    if (store && context && X509_STORE_load_file(store, authorities) == 1) {
        STACK_OF(X509) *chain = SSL_get_peer_cert_chain((SSL *)session);
        // As libcurl does: an intermediate of the file is as good as a root.
        X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
        if (chain && sk_X509_num(chain) > 0
            && X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain)) {
            X509_STORE_CTX_set_default(context, "ssl_server");
            X509_STORE_CTX_set_app_data(context, faults);
            X509_STORE_CTX_set_verify_cb(context, sanbyo_trust_note);
            done = X509_verify_cert(context) >= 0;
        }
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return done;
}

#endif
