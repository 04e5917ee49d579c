import CCurl

/// A cache of libcurl's for the connections of a few handles.
///
/// libcurl looks an encrypted connection up in its cache with every call, from the beginning: one
/// cache for all would make each call as dear as there are users. Connections that are not for
/// libcurl's own use are never shared. The handles hold the cache and are freed before it.
@safe final class ConnectionCache {
    /// Handles per cache.
    static let room = 16

    let share: UnsafeMutableRawPointer
    var handles = 0

    init?() {
        guard let share = unsafe curl_share_init() else { return nil }
        unsafe sanbyo_share_keep(share, CURL_LOCK_DATA_CONNECT)
        unsafe self.share = share
    }

    deinit {
        unsafe curl_share_cleanup(share)
    }
}
