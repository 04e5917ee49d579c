import CCurl

/// One libcurl easy handle with typed setters and getters.
///
/// Not an owner: ``free()`` is called once by whoever made it.
@safe struct EasyHandle {
    let pointer: UnsafeMutableRawPointer

    init(_ pointer: UnsafeMutableRawPointer) {
        unsafe self.pointer = pointer
    }

    /// `nil` when libcurl has no memory.
    static func make() -> EasyHandle? {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        return unsafe EasyHandle(pointer)
    }

    func free() {
        unsafe curl_easy_cleanup(pointer)
    }

    @discardableResult
    func set(_ option: CURLoption, _ value: Int) -> CURLcode {
        unsafe sanbyo_easy_set_long(pointer, option, value)
    }

    @discardableResult
    func set(_ option: CURLoption, offset value: Int) -> CURLcode {
        unsafe sanbyo_easy_set_offset(pointer, option, curl_off_t(value))
    }

    /// libcurl copies the text; `nil` takes the option back to "not set".
    @discardableResult
    func set(_ option: CURLoption, text: String?) -> CURLcode {
        guard let text else { return unsafe sanbyo_easy_set_text(pointer, option, nil) }
        return unsafe text.withCString { unsafe sanbyo_easy_set_text(pointer, option, $0) }
    }

    /// libcurl keeps the pointer.
    @discardableResult
    @unsafe func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) -> CURLcode {
        unsafe sanbyo_easy_set_pointer(pointer, option, value)
    }

    /// libcurl keeps the list.
    @discardableResult
    @unsafe func set(
        _ option: CURLoption,
        list: UnsafeMutablePointer<curl_slist>?
    ) -> CURLcode {
        unsafe sanbyo_easy_set_list(pointer, option, list)
    }

    func integer(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe sanbyo_easy_get_long(pointer, info, &value)
        return value
    }

    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        unsafe sanbyo_easy_get_offset(pointer, info, &value)
        return Int(value)
    }

    func text(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        unsafe sanbyo_easy_get_text(pointer, info, &value)
        return unsafe value.map { unsafe String(cString: $0) }
    }
}
