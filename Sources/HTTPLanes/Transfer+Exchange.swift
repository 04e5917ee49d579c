import CCurl
import Engine
import Measuring
import Timekeeping
import Workload

// The end of an exchange: what libcurl and the callbacks know, as one value.
extension Transfer {
    /// The exchange as it stands at `done`, with libcurl's result.
    func exchange(result: CURLcode, done: MonotonicInstant) -> Exchange {
        let exchange = soFar(done: done)
        defer { markUnread(exchange) }
        if result != CURLE_OK {
            (exchange.outcome, exchange.detail) = failure(result, done: done).verdict
        } else if !headers.isComplete {
            // libcurl is content with a status line alone.
            exchange.outcome = .connectionLost
            exchange.detail = "the connection was closed within the header of the answer"
        }
        return exchange
    }

    /// The exchange cut short by the end of the run.
    func unfinishedExchange(done: MonotonicInstant) -> Exchange {
        let exchange = soFar(done: done)
        exchange.outcome = .unfinished
        exchange.detail = "still in flight at the end"
        markUnread(exchange)
        return exchange
    }

    /// Tells whether more came than was kept, for a request that keeps everything.
    private func markUnread(_ exchange: Exchange) {
        guard request?.keeping.contains(.everything) == true else { return }
        exchange.head = headers.lines
        // Without compression libcurl hands out what was compressed though not asked for.
        exchange.hasUnread =
            exchange.outcome == .answerTooLarge || exchange.outcome == .malformedAnswer
            || !worker.settings.compression && headers.hasCoding
    }

    /// Redirects are followed by what their headers say.
    private var keepsHeaders: Bool {
        request?.keeping.contains(.headers) == true
            || easy.integer(CURLINFO_RESPONSE_CODE) / 100 == 3
    }

    private func soFar(done: MonotonicInstant) -> Exchange {
        let answered = headers.isComplete
        return Exchange(
            outcome: .succeeded,
            status: answered ? easy.integer(CURLINFO_RESPONSE_CODE) : 0,
            httpVersion: answered ? httpVersion : "",
            headers: keepsHeaders ? headers.fields() : [],
            body: body,
            dispatched: dispatched,
            written: written ?? dispatched,
            firstByte: firstByte ?? done,
            done: done,
            bytesSent: bytesSent,
            bytesReceived: easy.integer(CURLINFO_HEADER_SIZE)
                + easy.offset(CURLINFO_SIZE_DOWNLOAD_T),
            connection: socketsOpened > 0 ? phases : nil,
            hiddenRetries: max(0, attempts - 1),
            tlsVersion: request?.origin.isSecure == true
                ? client?.connections.tlsVersion ?? "" : ""
        )
    }

    private func failure(_ code: CURLcode, done: MonotonicInstant) -> Failure {
        Failure(
            code: code,
            systemError: socketError != 0
                ? socketError : Int32(truncatingIfNeeded: easy.integer(CURLINFO_OS_ERRNO)),
            message: unsafe String(cString: message),
            wasWritten: attempts > 0,
            // libcurl counts whole milliseconds from a moment after the dispatch.
            timeIsUp: done - dispatched + .milliseconds(2) >= (request?.timeout ?? .zero),
            wasCutOff: wasCutOff,
            wasLost: wasLost,
            headerFault: headerFault
        )
    }

    private var httpVersion: String {
        switch easy.integer(CURLINFO_HTTP_VERSION) {
        case CURL_HTTP_VERSION_1_0: "1.0"
        case CURL_HTTP_VERSION_1_1: "1.1"
        case CURL_HTTP_VERSION_2_0: "2"
        default: ""
        }
    }

    /// libcurl sends a small body together with the header and then counts it as both.
    private var bytesSent: Int {
        let requestSize = easy.integer(CURLINFO_REQUEST_SIZE)
        if let payload = unsafe payload, payload.count < Self.firstSizeSentApart {
            return requestSize
        }
        return requestSize + easy.offset(CURLINFO_SIZE_UPLOAD_T)
    }

    /// Bodies from this size on are sent after the header.
    private static let firstSizeSentApart = 64 << 10

    private var phases: ConnectionPhases {
        easy.phases(isReconnect: replacedDeadConnection || attempts > 1)
    }
}
