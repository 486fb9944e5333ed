namespace Listening.Domain;

/// <summary>
/// What each accented letter is without its accents. We keep the table ourselves, because the service runs without
/// ICU (<c>InvariantGlobalization</c>), where <see cref="string.Normalize()"/> changes nothing.
/// </summary>
internal static class PlainLetters
{
    /// <summary>A plain letter and its accented forms: Latin, Greek and Cyrillic, from the decompositions of Unicode 16.</summary>
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

    private static readonly char[] ByLetter = Spread();

    /// <summary>The letter without its accents; itself if it has none we know of.</summary>
    public static char Of(char letter) => letter < ByLetter.Length && ByLetter[letter] is var plain and not '\0' ? plain : letter;

    private static char[] Spread()
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
