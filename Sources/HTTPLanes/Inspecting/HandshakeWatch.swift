import CCurl
import COpenSSL
import Inspections

/// What goes over the wire in one handshake, seen through OpenSSL's message callback.
///
/// Its address is the callbacks' context; whoever makes the handshake keeps it alive for that long.
@safe final class HandshakeWatch {
    /// OpenSSL's number for a record's header among its messages, SSL3_RT_HEADER.
    private static let recordHeader: Int32 = 256
    private static let alertRecord: Int32 = 21
    private static let handshakeRecord: Int32 = 22

    private(set) var offered: [Int] = []
    private(set) var chosen: Int?
    private(set) var alert: Int?
    private(set) var strangeBytes: [UInt8]?
    /// What is read of the session once its handshake is finished.
    private(set) var session: FinishedHandshake?
    private var hasRead = false
    private let easy: EasyHandle
    private let host: String
    private let authorities: String?

    /// - Parameters:
    ///   - host: what the certificate must be for.
    ///   - authorities: the PEM file of trusted ones; `nil` where there is none.
    init(_ easy: EasyHandle, host: String, authorities: String?) {
        self.easy = easy
        self.host = host
        self.authorities = authorities
    }

    /// Sets the callbacks of the handle.
    func attach() -> CURLcode {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sanbyo_easy_set_prereq(easy.pointer, onFinished)
        unsafe easy.set(CURLOPT_PREREQDATA, pointer: UnsafeRawPointer(context))
        return unsafe sanbyo_easy_set_tls_context(easy.pointer, onContext, context)
    }

    @unsafe static func from(_ context: UnsafeMutableRawPointer) -> HandshakeWatch {
        unsafe Unmanaged<HandshakeWatch>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate func saw(isSent: Bool, kind: Int32, bytes: [UInt8]) {
        switch kind {
        case Self.recordHeader where !isSent && !hasRead:
            hasRead = true
            // RFC 8446 §5.1: types 20 to 24, then the major version 3.
            let isRecord = bytes.count > 1 && (20...24).contains(bytes[0]) && bytes[1] == 3
            if !isRecord { strangeBytes = bytes }
        case Self.alertRecord where !isSent && bytes.count == 2:
            alert = alert ?? Int(bytes[1])
        case Self.handshakeRecord:
            guard let hello = HelloMessage(bytes) else { return }
            if isSent, hello.sender == .client { offered = hello.versions }
            if !isSent, hello.sender == .server { chosen = hello.versions.first }
        default: break
        }
    }

    fileprivate func finished() {
        session = FinishedHandshake(of: easy, host: host, authorities: authorities)
    }
}

private let onContext: curl_ssl_ctx_callback = { _, tls, context in
    unsafe sanbyo_tls_watch(tls, onMessage, context)
    return CURLE_OK
}

private let onMessage:
    @convention(c) (
        Int32, Int32, Int32, UnsafeRawPointer?, Int, OpaquePointer?, UnsafeMutableRawPointer?
    ) -> Void = { isSent, _, kind, bytes, count, _, context in
        guard let context = unsafe context, let bytes = unsafe bytes else { return }
        let copy = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
        unsafe HandshakeWatch.from(context).saw(isSent: isSent == 1, kind: kind, bytes: copy)
    }

private let onFinished: curl_prereq_callback = { context, _, _, _, _ in
    guard let context = unsafe context else { return CURL_PREREQFUNC_OK }
    unsafe HandshakeWatch.from(context).finished()
    return CURL_PREREQFUNC_OK
}
