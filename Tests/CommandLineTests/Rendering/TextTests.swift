import AnnalsTesting
import Testing

@testable import annals

/// Text is measured, cut and counted as people see it.
@Suite(.storesChecked) struct TextTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆｕｌｌ", 8), ("🌊", 2), ("👩‍🔧", 2), ("🇳🇴", 2), ("☎", 1),
        ("☎\u{FE0F}", 2), ("…", 1), ("\u{200B}", 0), ("ﬃ", 1), ("Ω", 1), ("ไทย", 3),
        // SARA AM of Thai and Lao, alone and after a consonant, and other vowels beside theirs.
        ("\u{E33}", 1), ("\u{EB3}", 1), ("\u{E19}\u{E33}", 2), ("\u{E81}\u{EB3}", 2),
        ("\u{E19}\u{E49}\u{E33}", 2), ("\u{915}\u{93F}", 2), ("\u{B95}\u{BBE}", 2),
        // Marks on kana and ideographs, vowels of Hangul alone, a sign below Arabic digits.
        ("\u{304B}\u{3099}", 2), ("\u{4E00}\u{302A}", 2), ("\u{1161}", 0), ("\u{601}", 1),
        ("👋🏽", 2), ("#\u{FE0F}\u{20E3}", 2),
    ])
    func widths(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 6, "漢字…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("ab", 1, "…"),
    ])
    func cutting(text: String, width: Int, expected: String) {
        let cut = text.cut(toWidth: width)
        #expect(cut == expected)
        #expect(cut.displayWidth <= width)
    }

    /// Names lose their middle: both ends tell them from others.
    @Test(arguments: [
        ("task/DB_002_and_007", 13, "task/DB_…_007"), ("abcdef", 6, "abcdef"), ("ab", 1, "…"),
        ("abcdef", 5, "abc…f"), ("/refresh/interval", 12, "/refres…rval"),
        ("漢字漢字漢字", 8, "漢字…字"), ("e\u{301}e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}…"),
    ])
    func cuttingInside(text: String, width: Int, expected: String) {
        let cut = text.cutInside(toWidth: width)
        #expect(cut == expected)
        #expect(cut.displayWidth <= width)
    }

    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ] as [(Int64, String)])
    func grouping(number: Int64, text: String) {
        #expect(number.grouped == text)
    }
}
