/// What a member fills in, checked.
struct RecordEntry: Hashable, Sendable {
    let temperature: Double
    let note: String

    /// Why an entry is not stored; answered with status 422.
    struct Refusal: Error, Hashable, Sendable {
        let reasons: [String]
    }

    /// Characters refused in every field.
    static let forbidden: Set<Character> = ["<", ">", ";", "\"", "'"]

    init(_ fields: FormFields) throws(Refusal) {
        var reasons: [String] = []
        // Scalars, not characters: a combining mark after "<" must not hide it.
        let forbidden = Set(Self.forbidden.flatMap(\.unicodeScalars))
        for (name, value) in fields.fields
        where value.unicodeScalars.contains(where: forbidden.contains) {
            reasons.append("\(name): 使えない文字 < > ; \" ' が含まれています。")
        }
        let temperature = Self.number(fields["temperature"])
        if temperature == nil { reasons.append("temperature: 数値を入力してください。") }
        if fields["note"].count > 2000 { reasons.append("note: 2000 文字以内で入力してください。") }
        guard let temperature, reasons.isEmpty else { throw Refusal(reasons: reasons) }
        self.temperature = temperature
        note = fields["note"]
    }

    /// A plain decimal number such as "-4.5", of at most 12 characters.
    private static func number(_ text: String) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard (1...12).contains(digits.count), digits.first != ".", digits.last != ".",
            digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") })
        else { return nil }
        return Double(text)
    }
}
