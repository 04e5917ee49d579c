import Foundation
import Testing

@testable import Responses

/// The archives are what Python's zipfile wrote: a member with “点検 beta22 済” three times, one
/// before it and an empty one behind it.
@Suite("Searching what is packed in archives")
struct ZipArchiveTests {
    static let deflated = bytes(
        """
        UEsDBBQAAAAIAAAAIVzHHBc8CgAAAAgAAAAFAAAAYS54bWyzCaksSC3WtwMAUEsDBBQAAAAIAAAAIVx5Cksl \
        HgAAAEgAAAAUAAAAeGwvc2hhcmVkU3RyaW5ncy54bWyzKbF73rTz2ZI5CkmpJYlGRgrPdnTY6JfY2ZAoDgBQ \
        SwMEFAAAAAgAAAAhXAAAAAACAAAAAAAAAAEAAABlAwBQSwECFAMUAAAACAAAACFcxxwXPAoAAAAIAAAABQAA \
        AAAAAAAAAAAAgAEAAAAAYS54bWxQSwECFAMUAAAACAAAACFceQpLJR4AAABIAAAAFAAAAAAAAAAAAAAAgAEt \
        AAAAeGwvc2hhcmVkU3RyaW5ncy54bWxQSwECFAMUAAAACAAAACFcAAAAAAIAAAAAAAAAAQAAAAAAAAAAAAAA \
        gAF9AAAAZVBLBQYAAAAAAwADAKQAAACeAAAAAAA=
        """
    )
    static let streamed = bytes(
        """
        UEsDBBQACAAIAAAAIVwAAAAAAAAAAAAAAAAFAAAAYS54bWyzCaksSC3WtwMAUEsHCMccFzwKAAAACAAAAFBL \
        AwQUAAgACAAAACFcAAAAAAAAAAAAAAAAFAAAAHhsL3NoYXJlZFN0cmluZ3MueG1ssymxe96089mSOQpJqSWJ \
        RkYKz3Z02OiX2NmQKA4AUEsHCHkKSyUeAAAASAAAAFBLAwQUAAgACAAAACFcAAAAAAAAAAAAAAAAAQAAAGUD \
        AFBLBwgAAAAAAgAAAAAAAABQSwECFAMUAAgACAAAACFcxxwXPAoAAAAIAAAABQAAAAAAAAAAAAAAgAEAAAAA \
        YS54bWxQSwECFAMUAAgACAAAACFceQpLJR4AAABIAAAAFAAAAAAAAAAAAAAAgAE9AAAAeGwvc2hhcmVkU3Ry \
        aW5ncy54bWxQSwECFAMUAAgACAAAACFcAAAAAAIAAAAAAAAAAQAAAAAAAAAAAAAAgAGdAAAAZVBLBQYAAAAA \
        AwADAKQAAADOAAAAAAA=
        """
    )
    static let stored = bytes(
        """
        UEsDBBQAAAAAAAAAIVzHHBc8CAAAAAgAAAAFAAAAYS54bWw8VHlwZXMvPlBLAwQUAAAAAAAAACFceQpLJUgA \
        AABIAAAAFAAAAHhsL3NoYXJlZFN0cmluZ3MueG1sPHQ+54K55qScIGJldGEyMiDmuIg8L3Q+PHQ+54K55qSc \
        IGJldGEyMiDmuIg8L3Q+PHQ+54K55qScIGJldGEyMiDmuIg8L3Q+UEsDBBQAAAAAAAAAIVwAAAAAAAAAAAAA \
        AAABAAAAZVBLAQIUAxQAAAAAAAAAIVzHHBc8CAAAAAgAAAAFAAAAAAAAAAAAAACAAQAAAABhLnhtbFBLAQIU \
        AxQAAAAAAAAAIVx5CkslSAAAAEgAAAAUAAAAAAAAAAAAAACAASsAAAB4bC9zaGFyZWRTdHJpbmdzLnhtbFBL \
        AQIUAxQAAAAAAAAAIVwAAAAAAAAAAAAAAAABAAAAAAAAAAAAAACAAaUAAABlUEsFBgAAAAADAAMApAAAAMQA \
        AAAAAA==
        """
    )
    static let nested = bytes(
        """
        UEsDBBQAAAAIAAAAIVwNPbzoogAAAFgBAAAJAAAAaW5uZXIuemlwC/BmZhFhYGDgAGLFmOMy4jZcUB4rECfq \
        VeTmbOZcqeOhe207M0MAiuJKLm9VOSDLA4hBohU5+sUZiUWpKcElRZl56cVgvZobq+9t+XxzkiWX50rVTjc3 \
        rvNlJTdeTL9xc4IGH5p5QIKBiQECGIE4FWQhI5MIM273wUADSD3Eteha0F2J0KKLw83oJqC7C2FCLciVAd6s \
        bCAuMxAuAdLzwJIAUEsBAhQDFAAAAAgAAAAhXA09vOiiAAAAWAEAAAkAAAAAAAAAAAAAAIABAAAAAGlubmVy \
        LnppcFBLBQYAAAAAAQABADcAAADJAAAAAAA=
        """
    )

    static func bytes(_ base64: String) -> [UInt8] {
        Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map { Array($0) } ?? []
    }

    let search: AnswerSearch

    init() throws {
        search = try AnswerSearchTests.search()
    }

    /// What a body is taken for, and whether the other company's code is found in it.
    func found(in body: [UInt8]) -> (form: SearchableBody.Form, isFound: Bool) {
        let read = Answer.searchable(body, head: [])
        let texts = [body] + read.conversions
        return (
            read.form, texts.contains { AnswerSearchTests.found($0, in: search) == "beta22" }
        )
    }

    /// Where the directory has its members.
    static func entries(of archive: [UInt8]) -> [Int] {
        (0..<archive.count - 4).filter {
            archive[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 0x01, 0x02])
        }
    }

    @Test(
        "a spreadsheet is searched member by member, also one within another",
        arguments: [deflated, streamed, stored, nested]
    )
    func searched(archive: [UInt8]) {
        let (form, isFound) = found(in: archive)
        #expect(form == .text)
        #expect(isFound)
    }

    @Test("no archive that was cut or changed in one place hides a text and is taken for read")
    func damaged() {
        for archive in [Self.deflated, Self.streamed, Self.stored, Self.nested] {
            for length in 4..<archive.count {
                let read = Answer.searchable(Array(archive.prefix(length)), head: [])
                #expect(read.form == .packed, "cut to \(length) bytes")
            }
            for place in 4..<archive.count {
                for change in [0x01, 0x08, 0x80, 0xFF] as [UInt8] {
                    var changed = archive
                    changed[place] ^= change
                    let (form, isFound) = found(in: changed)
                    #expect(form == .packed || isFound, "\(change) at byte \(place)")
                }
            }
        }
    }

    @Test("what lies between the members, or before the first, is not taken for read")
    func hidden() {
        // The second member begins at byte 45, the directory at 158.
        for place in [0, 45, 158] {
            var archive = Self.deflated
            archive.insert(contentsOf: [0x4B, 0xCC, 0x2B], at: place)
            for entry in Self.entries(of: archive) where archive[entry + 42] >= place {
                archive[entry + 42] += 3
            }
            archive[archive.count - 22 + 16] += 3
            #expect(found(in: archive).form == .packed, "at byte \(place)")
        }
        #expect(found(in: Self.deflated + [0]).form == .packed, "behind the end")
    }

    @Test("archives that are encrypted, or packed in another way, are not taken for read")
    func unreadable() throws {
        let directory = try #require(Self.entries(of: Self.deflated).first)
        var encrypted = Self.deflated
        encrypted[6] |= 1
        encrypted[directory + 8] |= 1
        #expect(found(in: encrypted).form == .packed)
        var bzip2 = Self.deflated
        bzip2[8] = 12
        bzip2[directory + 10] = 12
        let (form, isFound) = found(in: bzip2)
        #expect(form == .packed)
        #expect(isFound, "the other members are searched all the same")
    }

    @Test("an archive that expands without bounds is stopped")
    func bomb() {
        var room = 50
        let archive = ZipArchive(Self.deflated, room: &room)
        #expect(!archive.isWhole)
        #expect(archive.contents.map(\.count) == [8, 0])
        #expect(room == 42)
    }

    @Test("an archive without members holds nothing")
    func empty() {
        let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + Array(repeating: 0, count: 18)
        #expect(Answer.searchable(end, head: []).form == .text)
    }
}
