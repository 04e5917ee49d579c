/// A name and a password for HTTP Basic authentication (RFC 7617).
package struct BasicCredentials: Sendable, Equatable {
    /// Must not render to a text with a colon.
    package var user: Template
    package var password: Template

    package init(user: Template, password: Template) {
        self.user = user
        self.password = password
    }
}
