import Foundation

/// A TLS server whose first connection does what a script says; later ones answer properly.
///
/// Python's `ssl` on memory, so that records can be sent, cut and forged as bytes. Asked to be a
/// proxy it tunnels to itself. Its standard output has the port, then one line per request: the
/// connection's number and the target.
enum ScriptedTLS {
    /// What the server does after the request for "/hostile" has come.
    enum Step: Sendable {
        case send(String)
        /// The end of the TLS session, as is proper.
        case closeNotify
        /// A fatal alert, encrypted like everything else.
        case fatalAlert
        /// A record that no key of the session has sealed.
        case forgedRecord
        case wait(milliseconds: Int)
        case close
        case reset

        fileprivate var words: [String] {
            switch self {
            case .send(let text): ["send", text]
            case .closeNotify: ["notify", ""]
            case .fatalAlert: ["alert", ""]
            case .forgedRecord: ["forge", ""]
            case .wait(let milliseconds): ["wait", "\(milliseconds)"]
            case .close: ["close", ""]
            case .reset: ["reset", ""]
            }
        }
    }

    static func arguments(version: String, steps: [Step]) -> [String] {
        ["-c", program, version] + steps.flatMap(\.words)
    }

    private static let program = """
        import socket, ssl, struct, sys, threading, time
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("server.pem", "server.key")
        if sys.argv[1] == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        steps = list(zip(sys.argv[2::2], sys.argv[3::2]))

        class Connection:
            def __init__(self, plain, number):
                self.plain, self.number, self.text = plain, number, b""
                self.come, self.go = ssl.MemoryBIO(), ssl.MemoryBIO()
                self.tls = context.wrap_bio(self.come, self.go, server_side=True)

            def flush(self):
                data = self.go.read()
                if data:
                    self.plain.sendall(data)

            def whole(self, call):
                while True:
                    try:
                        result = call()
                        self.flush()
                        return result
                    except ssl.SSLWantReadError:
                        self.flush()
                        data = self.plain.recv(65536)
                        if not data:
                            raise EOFError
                        self.come.write(data)

            def request(self):
                while b"\\r\\n\\r\\n" not in self.text:
                    data = self.whole(lambda: self.tls.read(65536))
                    if not data:
                        raise EOFError
                    self.text += data
                head, self.text = self.text.split(b"\\r\\n\\r\\n", 1)
                target = head.split(b" ")[1].decode()
                print(f"{self.number} {target}", flush=True)
                return target

            def send(self, text):
                data = text.encode()
                while data:
                    data = data[self.whole(lambda: self.tls.write(data)):]

            def play(self):
                for step, value in steps:
                    if step == "send":
                        self.send(value)
                    elif step == "wait":
                        time.sleep(int(value) / 1000)
                    elif step == "notify":
                        try:
                            self.tls.unwrap()
                        except ssl.SSLError:
                            pass
                        self.flush()
                    elif step == "alert":
                        self.come.write(b"\\x17\\x03\\x03\\x00\\x20" + bytes(32))
                        try:
                            self.tls.read(1)
                        except ssl.SSLError:
                            pass
                        self.flush()
                    elif step == "forge":
                        self.plain.sendall(b"\\x17\\x03\\x03\\x00\\x20" + bytes(32))
                    elif step == "close":
                        raise EOFError
                    elif step == "reset":
                        linger = struct.pack("ii", 1, 0)
                        self.plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                        raise EOFError

            def tunnel(self):
                if self.plain.recv(1, socket.MSG_PEEK) != b"C":
                    return
                asked = b""
                while b"\\r\\n\\r\\n" not in asked:
                    asked += self.plain.recv(65536)
                print(f"{self.number} {asked.split(b' ')[1].decode()}", flush=True)
                self.plain.sendall(b"HTTP/1.1 200 Connected\\r\\nX-From: proxy\\r\\n\\r\\n")

            def run(self):
                try:
                    self.tunnel()
                    self.whole(self.tls.do_handshake)
                    while True:
                        target = self.request()
                        if target == "/hostile":
                            self.play()
                        else:
                            body = "answer to " + target
                            self.send(f"HTTP/1.1 200 OK\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n{body}")
                except (EOFError, OSError):
                    self.plain.close()

        server = socket.create_server(("127.0.0.1", 0))
        print(f"port {server.getsockname()[1]}", flush=True)
        count = 0
        while True:
            plain, _ = server.accept()
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=Connection(plain, count).run, daemon=True).start()
            count += 1
        """
}
