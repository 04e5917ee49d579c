import CCurl
import Glibc

// What libcurl calls. Nothing here resumes a task or changes a handle: libcurl is in the middle
// of something. Contexts are unretained: the worker keeps its transfers, and itself, alive.
extension Transfer {
    func setUpCallbacks() {
        let context = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        let multi = unsafe UnsafeRawPointer(Unmanaged.passUnretained(worker.multi).toOpaque())
        unsafe easy.set(CURLOPT_PRIVATE, pointer: context)
        unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: UnsafeRawPointer(message))
        unsafe sanbyo_easy_set_write(easy.pointer, CURLOPT_WRITEFUNCTION, onBody)
        unsafe easy.set(CURLOPT_WRITEDATA, pointer: context)
        unsafe sanbyo_easy_set_write(easy.pointer, CURLOPT_HEADERFUNCTION, onHeaderLine)
        unsafe easy.set(CURLOPT_HEADERDATA, pointer: context)
        unsafe sanbyo_easy_set_prereq(easy.pointer, onWillWrite)
        unsafe easy.set(CURLOPT_PREREQDATA, pointer: context)
        unsafe sanbyo_easy_set_open_socket(easy.pointer, onOpenSocket)
        unsafe easy.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        unsafe sanbyo_easy_set_close_socket(easy.pointer, onCloseSocket)
        unsafe easy.set(CURLOPT_CLOSESOCKETDATA, pointer: multi)
    }

    /// The transfer that a callback's context or `CURLOPT_PRIVATE` stands for.
    @unsafe static func from(_ context: UnsafeMutableRawPointer) -> Transfer {
        unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}

private let onBody: curl_write_callback = { bytes, size, count, context in
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Transfer.from(context)
    let taken = unsafe transfer.received(
        body: UnsafeRawBufferPointer(start: bytes, count: size * count)
    )
    return taken ? size * count : 0
}

private let onHeaderLine: curl_write_callback = { bytes, size, count, context in
    guard let context = unsafe context else { return 0 }
    let transfer = unsafe Transfer.from(context)
    let taken = unsafe transfer.received(
        headerLine: UnsafeRawBufferPointer(start: bytes, count: size * count)
    )
    return taken ? size * count : 0
}

private let onWillWrite: curl_prereq_callback = { context, _, _, _, _ in
    guard let context = unsafe context else { return CURL_PREREQFUNC_ABORT }
    let transfer = unsafe Transfer.from(context)
    guard transfer.mayGoOn() else { return CURL_PREREQFUNC_ABORT }
    transfer.willWrite()
    return CURL_PREREQFUNC_OK
}

private let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let context = unsafe context, let address = unsafe address else {
        return CURL_SOCKET_BAD
    }
    let transfer = unsafe Transfer.from(context)
    guard transfer.mayGoOn() else { return CURL_SOCKET_BAD }
    let opened = unsafe transfer.worker.multi.openSocket(
        address,
        of: transfer.client?.connections,
        usesTLS: transfer.usesTLS
    )
    switch opened {
    case .success(let descriptor):
        transfer.openedSocket()
        return descriptor
    case .failure(let error):
        transfer.socketError = error.number
        return CURL_SOCKET_BAD
    }
}
