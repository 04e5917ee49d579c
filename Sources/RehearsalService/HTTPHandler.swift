import Glibc
import NIOCore

import NIOHTTP1

/// One connection: collects a request, hands it to the service, writes the reply.
///
/// Behind NIO's pipeline handler, so there is one request at a time.
final class HTTPHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        case reading(HTTPRequestHead, Router.Match, ByteBuffer)
        /// The body is too large: the answer is under way, what still comes is thrown away.
        case discarding
        case waiting
    }

    /// How long a client may go on sending a body that was refused.
    private static let patience = TimeAmount.seconds(5)

    private let service: Service
    private var state = State.idle
    private var exchange: Exchange?

    init(service: Service) {
        self.service = service
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .idle): start(head, context)
        case (.body(var part), .reading(let head, let match, var body)):
            state = .idle  // so that the buffer below is not shared and grows in place
            guard body.readableBytes + part.readableBytes <= match.bodyLimit else {
                return refuseBody(head, match, context)
            }
            body.writeBuffer(&part)
            state = .reading(head, match, body)
        case (.end, .reading(let head, let match, let body)):
            state = .waiting
            take(head, match, body, context)
        case (.end, .discarding):
            state = .waiting
            if exchange == nil { context.close(promise: nil) }
        default: break
        }
    }

    private func start(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let match = Router.match(head.method, Request.cutTarget(head.uri).path)
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard announced <= match.bodyLimit else { return refuseBody(head, match, context) }
        state = .reading(head, match, context.channel.allocator.buffer(capacity: announced))
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    private func refuseBody(
        _ head: HTTPRequestHead,
        _ match: Router.Match,
        _ context: ChannelHandlerContext
    ) {
        state = .discarding
        var answer = PhotoPages.tooLarge
        answer.isLast = true
        let refusing = Router.Match(
            route: match.route,
            kind: match.kind,
            numbers: [],
            work: .page { [answer] _, _ in answer },
            bodyLimit: 0
        )
        take(head, refusing, ByteBuffer(), context)
    }

    private func take(
        _ head: HTTPRequestHead,
        _ match: Router.Match,
        _ body: ByteBuffer,
        _ context: ChannelHandlerContext
    ) {
        let request = Request(head: head, numbers: match.numbers, body: body)
        let exchange = Exchange(
            head: head,
            match: match,
            request: request,
            session: service.session(of: request)
        ) { [self] reply in
            switch reply {
            case .answer(let answer): write(answer, context)
            case .reset: reset(context)
            }
        }
        self.exchange = exchange
        service.take(exchange)
    }

    private func write(_ answer: Answer, _ context: ChannelHandlerContext) {
        guard let exchange else { return }
        let isLast = answer.isLast || !exchange.head.isKeepAlive
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.headers.count + 3)
        headers.add(name: "Date", value: service.httpDate())
        headers.add(name: "Content-Length", value: String(answer.body.readableBytes))
        for (name, value) in answer.headers { headers.add(name: name, value: value) }
        if isLast {
            headers.add(name: "Connection", value: "close")
        } else if exchange.head.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
        self.exchange = nil
        let wasDiscarding = if case .discarding = state { true } else { false }
        if !wasDiscarding { state = .idle }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if exchange.head.method != .HEAD, answer.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] result in
            let isWritten = if case .success = result { true } else { false }
            service.finish(
                exchange,
                isWritten ? .answered(status: Int(answer.status.code)) : .abandoned
            )
            if isLast || !isWritten { close(context, gently: wasDiscarding) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Closes; after a refused body only when the client has stopped sending, since closing while
    /// bytes arrive would reset the connection and lose the answer.
    private func close(_ context: ChannelHandlerContext, gently: Bool) {
        guard gently, case .discarding = state else { return context.close(promise: nil) }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
            context.close(promise: nil)
        }
    }

    /// Closes so that the client gets a reset instead of an end.
    private func reset(_ context: ChannelHandlerContext) {
        if let exchange { service.finish(exchange, .reset) }
        exchange = nil
        let close = { context.close(promise: nil) }
        guard let socket = context.channel as? any SocketOptionProvider else { return close() }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
            close()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let exchange { service.finish(exchange, .abandoned) }
        exchange = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An end in the middle of a request is a client that left, not one that sent nonsense.
        if let error = error as? HTTPParserError, error != .invalidEOFState {
            service.countMalformed()
        }
        context.close(promise: nil)
    }
}
