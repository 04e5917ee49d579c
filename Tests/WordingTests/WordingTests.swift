import Foundation
import Testing
import Timekeeping
import Wording

@Suite("Wording")
struct WordingTests {
    @Test("what is put into a phrase reads in its language")
    func interpolation() {
        let name = Bilingual(ja: "操作", en: "operation")
        let time = Nanoseconds.milliseconds(2310)
        let text = Bilingual(
            ja: "\(name)\(3)件、\(time)、\(limit: .seconds(300))以内",
            en: "\(3) \(name)s, \(time), " + "within \(limit: .seconds(300))"
        )
        #expect(text[.japanese] == "操作3件、2.31秒、5分以内")
        #expect(text[.english] == "3 operations, 2.31 s, within 5min")
    }

    @Test(
        "lengths have one figure and the units of each language",
        arguments: [
            (Nanoseconds.microseconds(300), "300マイクロ秒", "300 µs"),
            (.milliseconds(45), "45.0ミリ秒", "45.0 ms"), (.seconds(125), "2分05秒", "2 min 05 s"),
            (.seconds(7_260), "2時間01分", "2 h 01 min"), (.zero, "0ミリ秒", "0 ms"),
        ]
    )
    func lengths(time: Nanoseconds, ja: String, en: String) {
        #expect(Lengths.measured(time) == Bilingual(ja: "\(ja)", en: "\(en)"))
    }

    @Test("limits are as scenarios write them")
    func limits() {
        #expect(Lengths.limit(.milliseconds(250)) == Bilingual(ja: "250ミリ秒", en: "250ms"))
        #expect(Lengths.limit(.seconds(86_400)) == Bilingual(ja: "1日", en: "1d"))
    }

    @Test("statements and lists are joined as each language does")
    func joining() {
        let (one, two) = (Bilingual(ja: "甲", en: "a"), Bilingual(ja: "乙", en: "b"))
        #expect([one, two].listed == Bilingual(ja: "甲、乙", en: "a, b"))
        #expect(one.then(two) == Bilingual(ja: "甲。乙", en: "a; b"))
        #expect(one.then(.none) == one && Bilingual.none.then(two) == two)
        #expect(one + two == Bilingual(ja: "甲乙", en: "ab"))
    }

    @Test("reads both texts, and one that stands for both")
    func decoding() throws {
        let both = Bilingual(ja: "甲", en: "a")
        let data = try JSONEncoder().encode([both])
        #expect(try JSONDecoder().decode([Bilingual].self, from: data) == [both])
        let old = try JSONDecoder().decode([Bilingual].self, from: Data("[\"old\"]".utf8))
        #expect(old == [Bilingual("old")])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Bilingual].self, from: Data("[{\"ja\": \"x\"}]".utf8))
        }
    }
}
