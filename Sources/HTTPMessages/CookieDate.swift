/// A cookie's date in seconds since 1970, by the lenient rules of RFC 6265 §5.1.1.
@unsafe
func cookieDate(_ text: UnsafeRawBufferPointer) -> Int? {
    var date = CookieDate()
    var start = 0
    for index in 0...text.count {
        guard unsafe index == text.count || text[index].isDateDelimiter else { continue }
        if index > start { unsafe date.read(text.part(start, index)) }
        start = index + 1
    }
    return date.seconds
}

/// The fields of a date as they are found; each token is the first thing it can be.
private struct CookieDate {
    private var time: (hour: Int, minute: Int, second: Int)?
    private var day: Int?
    private var month: Int?
    private var year: Int?

    mutating func read(_ token: UnsafeRawBufferPointer) {
        if time == nil, let found = unsafe Self.time(token) {
            time = found
        } else if day == nil, let found = unsafe token.number(digits: 1...2) {
            day = found
        } else if month == nil, let found = unsafe Self.month(token) {
            month = found
        } else if year == nil, let found = unsafe token.number(digits: 2...4) {
            year = found
        }
    }

    var seconds: Int? {
        guard let time, let day, let month, var year else { return nil }
        if 70...99 ~= year { year += 1900 }
        if 0...69 ~= year { year += 2000 }
        guard year >= 1601, time.hour <= 23, time.minute <= 59, time.second <= 59,
            1...Self.days(in: month, of: year) ~= day
        else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        return days * 86_400 + time.hour * 3600 + time.minute * 60 + time.second
    }

    /// `1*2DIGIT ":" 1*2DIGIT ":" 1*2DIGIT`, then anything but a digit.
    private static func time(_ token: UnsafeRawBufferPointer) -> (Int, Int, Int)? {
        let colon = UInt8(ascii: ":")
        guard let first = unsafe token.firstIndex(of: colon, from: 0),
            let second = unsafe token.firstIndex(of: colon, from: first + 1), first <= 2,
            second - first <= 3,
            let hour = unsafe token.part(0, first).number(digits: 1...2),
            let minute = unsafe token.part(first + 1, second).number(digits: 1...2),
            unsafe token[first - 1].digit != nil && token[second - 1].digit != nil,
            let end = unsafe token.part(second + 1, token.count).number(digits: 1...2)
        else { return nil }
        return (hour, minute, end)
    }

    private static func month(_ token: UnsafeRawBufferPointer) -> Int? {
        guard token.count >= 3 else { return nil }
        let names: StaticString = "janfebmaraprmayjunjulaugsepoctnovdec"
        return (0..<12).first { month in
            (0..<3).allSatisfy {
                unsafe token[$0].lowercased == names.utf8Start[month * 3 + $0]
            }
        }.map { $0 + 1 }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts from 1 March, so that a leap day ends its year.
    ///
    /// Months from March on take 31, 30, 31, 30, 31 days in turn, which is 153 in five.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let years = month > 2 ? year : year - 1
        let months = month > 2 ? month - 3 : month + 9
        let leapDays = years / 4 - years / 100 + years / 400
        // 719,468 days lie between 1 March of the year 0 and 1970.
        return years * 365 + leapDays + (153 * months + 2) / 5 + day - 1 - 719_468
    }
}

extension UnsafeRawBufferPointer {
    /// The number at the start, when it has so many digits and no more.
    @unsafe
    fileprivate func number(digits allowed: ClosedRange<Int>) -> Int? {
        var number = 0
        var digits = 0
        while digits < count, digits <= allowed.upperBound, let digit = unsafe self[digits].digit {
            number = number * 10 + digit
            digits += 1
        }
        return allowed.contains(digits) ? number : nil
    }
}

extension UInt8 {
    fileprivate var isDateDelimiter: Bool {
        switch self {
        case 0x09, 0x20...0x2F, 0x3B...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
