import Glibc

/// What the kernel knows about the other side of a TCP connection.
enum TCPPeer {
    /// Whether the other side is known to have closed the connection before the newest bytes
    /// reached it: they were refused, or are not acknowledged although its end has come.
    ///
    /// For a connection whose end has been received.
    static func leftFirst(_ descriptor: Int32) -> Bool {
        var error: Int32 = 0
        guard option(SOL_SOCKET, SO_ERROR, of: descriptor, into: &error) else {
            return false
        }
        // Linux: a reset that comes after the other side's end is told as a broken pipe.
        if error != 0 { return error == EPIPE }
        var info = [UInt32](repeating: 0, count: 64)
        let isKnown = unsafe info.withUnsafeMutableBytes { bytes in
            var size = socklen_t(bytes.count)
            let code = unsafe getsockopt(
                descriptor,
                Int32(IPPROTO_TCP),
                Int32(TCP_INFO),
                bytes.baseAddress,
                &size
            )
            return code == 0 && size >= (unackedPlace + 1) * 4
        }
        return isKnown && info[unackedPlace] > 0
    }

    /// The field `tcpi_unacked` of the kernel's `struct tcp_info`, in 32-bit words: it stands
    /// behind eight bytes and four words.
    private static let unackedPlace = 6

    private static func option(
        _ level: Int32,
        _ name: Int32,
        of descriptor: Int32,
        into value: inout Int32
    ) -> Bool {
        var size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(descriptor, level, name, &value, &size) == 0
    }
}
