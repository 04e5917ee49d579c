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
        exchange.hasUnread = false
        if keepsEverything { takeLines(into: exchange) }
        if exchange.outcome == .succeeded {
            takeBody(into: exchange)
        } else if keepsEverything {
            takePart(into: exchange)
        }
        end = nil
        phases = nil
        giveMemoryBack()
        return exchange
    }

    private func takeLines(into exchange: Exchange) {
        reader.appendLines(to: &exchange.head)
        exchange.hasUnread =
            exchange.outcome == .answerTooLarge || exchange.outcome == .malformedAnswer
    }

    /// What came of the body of an answer that failed, as far as it can be read.
    private func takePart(into exchange: Exchange) {
        guard reader.hasHead, reader.bodyCount > 0 else { return }
        let body = reader.takeBody()
        guard reader.contentCoding != .none else {
            exchange.body = body
            return
        }
        let (part, isWhole) = unsafe worker.decodedPart(body, reader.contentCoding)
        exchange.body = part
        if !isWhole { exchange.hasUnread = true }
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
                exchange.hasUnread = true
                if keepsEverything {
                    exchange.body = unsafe worker.decodedPart(coded, reader.contentCoding).bytes
                }
            }
            unsafe worker.putBack(body: coded)
        } else if keepsBody {
            exchange.body = reader.takeBody()
            // Compressed though that was not asked for.
            if reader.contentCoding != .none { exchange.hasUnread = true }
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
