import Engine
import HTTPMessages
import Measuring
import Timekeeping

// What came of an exchange.
extension DirectConnection {
    /// Whether the answer may have set cookies, whatever became of its body.
    var hasSetCookies: Bool { reader.hasHead && reader.hasSetCookie }

    func forEachSetCookie(_ body: (UnsafeRawBufferPointer) -> Void) {
        unsafe reader.forEachSetCookie(body)
    }

    /// Hands the ended exchange over; the connection may be used for another from now on.
    func takeExchange() -> Exchange {
        let hasHead = reader.hasHead
        let exchange = unsafe worker.takeExchange() ?? Exchange(at: dispatched)
        exchange.outcome = end?.outcome ?? .unfinished
        exchange.detail = end?.detail ?? ""
        exchange.status = hasHead ? reader.status : 0
        exchange.httpVersion = hasHead ? (reader.minorVersion == 0 ? "1.0" : "1.1") : ""
        exchange.dispatched = dispatched
        exchange.written = written ?? dispatched
        exchange.done = end?.done ?? dispatched
        exchange.firstByte = firstByte ?? exchange.done
        exchange.bytesSent = written == nil ? 0 : sentCount
        exchange.bytesReceived = reader.bytesReceived
        exchange.connection = phases
        exchange.hiddenRetries = 0
        exchange.tlsVersion = tlsVersion
        if hasHead, keepsFields || reader.status / 100 == 3 {
            exchange.headers = reader.fields().map { .init(name: $0.name, value: $0.value) }
        }
        if exchange.outcome == .succeeded { takeBody(into: exchange) }
        end = nil
        phases = nil
        giveMemoryBack()
        return exchange
    }

    private func giveMemoryBack() {
        guard reader.holdsMemory else { return }
        needsMemory = true
        var memory = AnswerMemory()
        reader.giveBack(to: &memory)
        unsafe worker.putBack(memory)
    }

    private func takeBody(into exchange: Exchange) {
        if decodes, reader.contentCoding != .none {
            let coded = reader.takeBody()
            do throws(AnswerFault) {
                exchange.body = unsafe try worker.decoded(
                    coded,
                    reader.contentCoding,
                    keeps: keepsBody
                )
            } catch {
                (exchange.outcome, exchange.detail) = Self.verdict(on: error)
            }
            unsafe worker.putBack(body: coded)
        } else if keepsBody {
            exchange.body = reader.takeBody()
        }
    }

    static func verdict(on fault: AnswerFault) -> (outcome: Outcome, detail: String) {
        switch fault {
        case .malformed(let words): (.malformedAnswer, words)
        case .tooLarge: (.answerTooLarge, "the answer is larger than allowed")
        case .cutOff(let words): (.connectionLost, words)
        }
    }
}
