namespace Listening.Scoring.Normalization;

/// <summary>
/// Removes accents from letters: é becomes e. The table is our own because the service runs without ICU (<c>InvariantGlobalization</c>),
/// where <see cref="string.Normalize()"/> changes nothing.
/// </summary>
public static class AccentFolding
{
    /// <summary>A letter and its accented forms: Latin, Greek and Cyrillic, from the decompositions of Unicode 16.</summary>
    private static readonly string[] Table =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "bḃḅḇ", "cçćĉċčḉ", "dďđḋḍḏḑḓ", "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "fḟ", "gĝğġģǧǵḡ",
        "hĥħȟḣḥḧḩḫẖ", "iìíîïĩīĭįıİǐȉȋḭḯỉị", "jĵǰ", "kķǩḱḳḵ", "lĺļľłḷḹḻḽ", "mḿṁṃ", "nñńņňǹṅṇṉṋ", "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        "pṕṗ", "rŕŗřȑȓṙṛṝṟ", "sśŝşšșſẛṡṣṥṧṩ", "tţťțŧṫṭṯṱẗ", "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "vṽṿ", "wŵẁẃẅẇẉẘ", "xẋẍ", "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ", "æǣǽ", "øǿ",
        "αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ", "εέἐἑἒἓἔἕὲέ", "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ", "ιΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ", "οόὀὁὂὃὄὅὸό", "ρῤῥ", "σς",
        "υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ", "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
        "аӑӓ", "гѓ", "еѐёӗ", "жӂӝ", "зӟ", "ийѝӣӥ", "ії", "кќ", "оӧ", "уўӯӱӳ", "чӵ", "ыӹ", "эӭ", "әӛ", "өӫ", "ѵѷ",
    ];

    private static readonly char[] ByLetter = CreateLookup();

    /// <summary>The letter without its accents; the letter itself if it has none we know of.</summary>
    public static char Fold(char letter) => letter < ByLetter.Length && ByLetter[letter] is var plain and not '\0' ? plain : letter;

    private static char[] CreateLookup()
    {
        var plain = new char[0x2000];
        foreach (var row in Table)
        {
            foreach (var accented in row.AsSpan(1))
            {
                plain[accented] = row[0];
            }
        }

        return plain;
    }
}
