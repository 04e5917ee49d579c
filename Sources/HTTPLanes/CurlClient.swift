import CCurl
package import Engine
import Glibc
import LoopRuntime
import Measuring
import Timekeeping

/// The HTTP client of one user on libcurl's full transfer path.
///
/// Confined to its worker's thread. The share object that holds the user's connections, cookies
/// and TLS sessions is made with the first request: a user that never sends costs next to nothing.
@safe package final class CurlClient: UserClient {
    /// The user's number.
    package let user: Int
    private unowned let worker: CurlWorker
    private var share: UnsafeMutableRawPointer?
    private var inFlight: [Transfer] = []
    private var isClosed = false
    let connections = UserConnections()

    init(user: Int, worker: CurlWorker) {
        self.user = user
        self.worker = worker
    }

    package func perform(_ request: OutgoingRequest) async -> Exchange {
        let dispatched = MonotonicInstant.now
        guard !isClosed else {
            return await refused("the client is closed", .unfinished, since: dispatched)
        }
        guard let share = unsafe userShare(), let transfer = worker.takeTransfer() else {
            return await refused("libcurl has no memory", .connectionFailed, since: dispatched)
        }
        transfer.client = self
        transfer.request = request
        transfer.dispatched = dispatched
        unsafe transfer.easy.set(CURLOPT_SHARE, pointer: share)
        let code = transfer.prepare(request, settings: worker.settings)
        guard code == CURLE_OK, worker.start(transfer) == CURLM_OK else {
            _ = unsafe transfer.finish()
            worker.putBack(transfer)
            return await refused(
                "libcurl cannot send the request: \(CurlLibrary.words(for: code))",
                .notPlayable,
                since: dispatched
            )
        }
        inFlight.append(transfer)
        return await unsafe withUnsafeContinuation { unsafe transfer.continuation = $0 }
    }

    package func cookieValue(named name: String, for request: OutgoingRequest) -> String? {
        guard let share = unsafe share, let transfer = worker.takeTransfer() else { return nil }
        defer { worker.putBack(transfer) }
        unsafe transfer.easy.set(CURLOPT_SHARE, pointer: share)
        defer { unsafe transfer.easy.set(CURLOPT_SHARE, pointer: nil) }
        var list: UnsafeMutablePointer<curl_slist>?
        unsafe sanbyo_easy_get_list(transfer.easy.pointer, CURLINFO_COOKIELIST, &list)
        defer { unsafe curl_slist_free_all(list) }
        let now = time(nil)
        var node = unsafe list
        while let line = unsafe node {
            if let text = unsafe line.pointee.data,
                let cookie = CookieLine(unsafe String(cString: text)), cookie.name == name,
                cookie.isHeld(at: now)
            {
                return cookie.value
            }
            unsafe node = line.pointee.next
        }
        return nil
    }

    package func abort() {
        for transfer in inFlight { worker.abort(transfer) }
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        abort()
        if let share = unsafe share { unsafe curl_share_cleanup(share) }
        unsafe share = nil
        worker.forget(self)
    }

    func ended(_ transfer: Transfer) {
        inFlight.removeAll { $0 === transfer }
    }

    private func userShare() -> UnsafeMutableRawPointer? {
        if let share = unsafe share { return unsafe share }
        guard let made = unsafe curl_share_init() else { return nil }
        for kind in [CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_COOKIE, CURL_LOCK_DATA_SSL_SESSION] {
            unsafe sanbyo_share_keep(made, kind)
        }
        unsafe share = made
        return unsafe share
    }

    /// An exchange that never reached libcurl.
    ///
    /// Gives way first: a user that plays such requests back to back must not keep the loop from
    /// its other work.
    private func refused(
        _ detail: String,
        _ outcome: Outcome,
        since dispatched: MonotonicInstant
    ) async -> Exchange {
        await worker.loop.pause()
        return Exchange(
            outcome: outcome,
            detail: detail,
            dispatched: dispatched,
            written: dispatched,
            firstByte: dispatched,
            done: dispatched
        )
    }
}
