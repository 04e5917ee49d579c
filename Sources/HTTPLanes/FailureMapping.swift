import CCurl
import Glibc
import Measuring

/// What libcurl and the lane know about an exchange that ended with an error.
struct Failure {
    var code: CURLcode
    /// The system's error number of the last failed call, 0 if none.
    var systemError: Int32
    /// libcurl's message for this case; may be empty.
    var message: String
    /// Whether the request went to a connected socket.
    var wasWritten: Bool
    /// Whether the request's own time was over.
    var timeIsUp: Bool
    /// Whether the lane itself cut the answer off for its size.
    var wasCutOff: Bool
    /// Whether the lane kept libcurl from sending the request once more.
    var wasLost = false
    /// What the lane itself found wrong with the header of the answer.
    var headerFault: String?

    /// The outcome, and the failure in words.
    var verdict: (outcome: Outcome, detail: String) {
        if wasCutOff { return (.answerTooLarge, Self.tooLarge) }
        if wasLost { return (.connectionLost, "the connection was lost before an answer came") }
        if let headerFault { return (.malformedAnswer, headerFault) }
        if !wasWritten, Self.exhaustion.contains(systemError) { return (.noSocket, words) }
        return (outcome, words)
    }

    /// This machine has nothing left to connect with (connect(2), socket(2)).
    private static let exhaustion: Set<Int32> = [EMFILE, ENFILE, EADDRNOTAVAIL, ENOBUFS, ENOMEM]

    private static let tooLarge = "the answer is larger than allowed"

    private var outcome: Outcome {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
        case CURLE_COULDNT_CONNECT:
            systemError == ECONNREFUSED ? .connectionRefused : .connectionFailed
        case CURLE_PROXY, CURLE_INTERFACE_FAILED: .connectionFailed
        case CURLE_OPERATION_TIMEDOUT: timeIsUp || wasWritten ? .timedOut : .connectionFailed
        case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_READ_ERROR: .sendFailed
        case CURLE_RECV_ERROR:
            if !wasWritten {
                .connectionFailed
            } else if message.contains("chunked-encoding") {
                .malformedAnswer
            } else {
                .connectionLost
            }
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM: .connectionLost
        case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_BAD_CONTENT_ENCODING,
            CURLE_WRITE_ERROR:
            .malformedAnswer
        // libcurl has no memory for a line of the header beyond its own limit, 100 kB.
        case CURLE_FILESIZE_EXCEEDED: .answerTooLarge
        case CURLE_OUT_OF_MEMORY: wasWritten ? .answerTooLarge : .connectionFailed
        // HTTP/0.9 and what is no HTTP at all come under this code once there is an answer.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT:
            wasWritten ? .malformedAnswer : .notPlayable
        case CURLE_URL_MALFORMAT: .notPlayable
        case CURLE_ABORTED_BY_CALLBACK: .unfinished
        case _ where Self.tlsCodes.contains(code.rawValue): .tlsFailed
        default: wasWritten ? .connectionLost : .connectionFailed
        }
    }

    private static let tlsCodes: Set<UInt32> = Set(
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
        ].map(\.rawValue)
    )

    private var words: String {
        switch code {
        case CURLE_COULDNT_CONNECT where systemError != 0:
            unsafe strerror(systemError).map { unsafe String(cString: $0) } ?? message
        case CURLE_OPERATION_TIMEDOUT where !timeIsUp && !wasWritten:
            "no connection within the connect time-out"
        case CURLE_OPERATION_TIMEDOUT: "no complete answer within the time-out"
        case CURLE_OUT_OF_MEMORY where wasWritten: Self.tooLarge
        default: message.isEmpty ? CurlLibrary.words(for: code) : message
        }
    }
}
