import CCurl

/// Host names and their addresses in libcurl's form, for handles to read; lives as long as them.
@safe final class HostPins {
    let list: UnsafeMutablePointer<curl_slist>?

    init(_ hosts: [ResolvedHost]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for pin in hosts.filter({ !$0.addresses.isEmpty }).compactMap(\.pin) {
            unsafe list = curl_slist_append(list, pin) ?? list
        }
        unsafe self.list = list
    }

    deinit {
        unsafe curl_slist_free_all(list)
    }
}
