using Listening.Scoring;

namespace Listening.Scoring.Tests.Normalization;

public sealed class TextNormalizerTests
{
    [Theory]
    [InlineData("@DB_Bahn Wieder 20 Min. Verspätung!!! Das ist soooo nervig :-( #DeutscheBahnNervt http://t.co/abc…",
        "@user wieder 0 min . verspaetung !! das ist so nervig :( # deutsche bahn nervt @url", "")]
    [InlineData("Der Service war nicht schlecht, aber kein guter Preis.",
        "der service war nicht schlecht , aber kein guter preis .", "not_schlecht not_guter not_preis")]
    [InlineData("RT @nordrad: I LOVE my new bike &lt;3 &lt;3 #bestDayEver https://nordrad.example/x?a=1&amp;b=2",
        "rt @user : i love my new bike <3 # best day ever @url", "")]
    [InlineData("It doesn't ring anymore, and nobody answers... thx for nothing 😡😡😡",
        "it doesn't ring anymore , and nobody answers ... thx for nothing 😡", "not_ring not_anymore not_answers")]
    [InlineData("Le vélo n'est pas arrivé à l'heure !", "le velo n'est pas arrive a l'heure !", "not_arrive")]
    [InlineData("La bici non è mai arrivata", "la bici non e mai arrivata", "not_mai not_arrivata")]
    [InlineData("¿Dónde está mi pedido? ¡Nunca más!", "¿ donde esta mi pedido ? ¡ nunca mas !", "not_mas")]
    [InlineData("Não recebi a encomenda", "nao recebi a encomenda", "not_recebi not_encomenda")]
    [InlineData("الخدمة سيئة جدا", "الخدمة سيئة جدا", "")]
    [InlineData("सेवा अच्छी नहीं है", "सेवा अच्छी नहीं है", "")]
    public void A_post_becomes_tokens_and_negation_tokens(string source, string text, string negationTokens) =>
        Assert.Equal(new(text, negationTokens), TextNormalizer.Normalize(source));

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u2003", "")]
    [InlineData("  zwei \n\n Zeilen\u00A0hier  ", "zwei zeilen hier")]
    [InlineData("Wo bleibt mein Paket?", "wo bleibt mein paket ?")]
    [InlineData("und/oder (siehe oben)", "und / oder ( siehe oben )")]
    [InlineData("100% für 3€", "0 % fuer 0 €")]
    public void White_space_and_punctuation_divide_words(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("Müller &amp; Söhne", "mueller & soehne")]
    [InlineData("&lt;b&gt;&quot;gut&quot;&lt;/b&gt;", "< b > \" gut \" < / b >")]
    [InlineData("&Auml;rger &uuml;ber Stra&szlig;e und caf&eacute;", "aerger ueber strasse und cafe")]
    [InlineData("&#252;ber &#xFC;ber &#x1F600;", "ueber ueber 😀")]
    [InlineData("it&#39;s, it&#146;s, it&rsquo;s", "it's , it's , it's")]
    [InlineData("gut&nbsp;so&hellip;", "gut so ...")]
    [InlineData("&amp;amp;", "& amp ;")]
    [InlineData("R&D; A&B &unbekannt; &; &#; &#x; &#0; &#xD800; &#99999999; &amp",
        "r & d ; a & b & unbekannt ; & ; & # ; & # x ; & # 0 ; & # x d 0 ; & # 0 ; & amp")]
    public void Entities_are_decoded_once(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("Grüße aus KÖLN", "gruesse aus koeln")]
    [InlineData("Gru\u0308ße aus KO\u0308LN", "gruesse aus koeln")]
    [InlineData("Ä ä A\u0308 a\u0308 ẞ ß ﬀ", "ae ae ae ae ss ss ﬀ")]
    [InlineData("Café Crème, Noël, mañana, São, ça", "cafe creme , noel , manana , sao , ca")]
    [InlineData("Cafe\u0301 man\u0303ana", "cafe manana")]
    [InlineData("Œuvre Ærø Łódź", "oeuvre aeroe lodz")]
    [InlineData("ΟΔΌΣ οδός ЁЛКА ёлка", "οδοσ οδοσ елка елка")]
    [InlineData("مُحَمَّد مرحـــبا", "مُحَمَّد مرحبا")]
    [InlineData("日本語です", "日本語です")]
    [InlineData("𐐀𐐨 𝟘𝟙", "𐐨𐐨 0 0")]
    public void Letters_are_lower_case_without_accents_but_umlauts_are_written_out(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("siehe https://nordrad.example/a?b=c&d=e#f", "siehe @url")]
    [InlineData("(http://nordrad.example).", "( @url ) .")]
    [InlineData("https://nordrad.example/wiki/Rad_(neu)", "@url")]
    [InlineData("\"https://nordrad.example\"", "\" @url \"")]
    [InlineData("WWW.Nordrad.Example/Hilfe, bitte", "@url , bitte")]
    [InlineData("www.fahrräder-köln.example!", "@url !")]
    [InlineData("Rabatt http", "rabatt @url")]
    [InlineData("Rabatt https… mehr", "rabatt @url mehr")]
    [InlineData("Rabatt http:/… http: http://...", "rabatt @url @url @url")]
    [InlineData("https://nordrad.example/新聞です", "@url 新聞です")]
    [InlineData("HTTP-Fehler, httpd, www", "http fehler , httpd , w")]
    public void Every_url_is_one_token(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("An max.muster+rad@post.nordrad.example.", "an @mail .")]
    [InlineData("4you@nordrad.example", "@mail")]
    [InlineData("müller@nordrad.example", "@mail")]
    [InlineData("@nordrad @Nord_Rad2, @anna@social.example: @bea.social.example", "@user @user , @user : @user")]
    [InlineData("hallo@nordrad", "hallo @user")]
    [InlineData("@nordrad-Team @anna@so-ci.example info@nord-rad.example", "@user team @user @mail")]
    [InlineData("@müller @", "@user @")]
    [InlineData("@user @url @mail @URL", "@user @url @mail @url")]
    public void Every_address_and_every_name_is_one_token(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("#DeutscheBahnNervt", "# deutsche bahn nervt")]
    [InlineData("#DBNervt #FAQ #deutschebahn", "# db nervt # faq # deutschebahn")]
    [InlineData("#Ausfall_Linie7Heute", "# ausfall linie 0 heute")]
    [InlineData("#ÖPNVIstTeuer #ÜberÄrger", "# oepnv ist teuer # ueber aerger")]
    [InlineData("#1 C# # ##", "# 0 c #")]
    [InlineData("DeutscheBahn ohne_Raute", "deutschebahn ohne _ raute")]
    public void Hashtags_are_split_into_words(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("Danke😀!", "danke 😀 !")]
    [InlineData("👍👍👍🏽👍🏿", "👍")]
    [InlineData("❤️❤ ♥", "❤ ♥")]
    [InlineData("🤷‍♀️🤷🏼‍♂️", "🤷")]
    [InlineData("👨‍👩‍👧", "👨 👩 👧")]
    [InlineData("🇩🇪🇦🇹🇦🇹 1️⃣", "🇩🇪 🇦🇹 0")]
    [InlineData("😂😡😂", "😂 😡 😂")]
    public void Emoji_are_tokens_without_variants_and_repetition(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData(":)", ":) :-) =) :] (: :^) :))) =] (-: :o)")]
    [InlineData(":(", ":( :-( =( :[ :(( :-[")]
    [InlineData(";)", ";) ;-) ;] (; ;)))")]
    [InlineData(":d", ":D :-D :d xD XD XDDD xd =D :DDD ;D")]
    [InlineData(":p", ":p :P :-P =P ;p")]
    [InlineData(":/", ":/ :-/ :\\ :-\\ =/")]
    [InlineData(":'(", ":'( :'-( :’( :,( :'((")]
    [InlineData("<3", "<3 <333 &lt;3")]
    [InlineData(":o", ":o :O :-O :ooo")]
    [InlineData("-.-", "-.- -_- -__- –.–")]
    [InlineData("^^", "^^ ^_^ ^.^ ^-^ ^^^")]
    [InlineData("\\o/", "\\o/ \\O/")]
    public void Every_spelling_of_an_emoticon_is_one_token(string token, string spellings) => Assert.All(
        spellings.Split(' '),
        spelling =>
        {
            AssertText($"gut {token} so", $"gut {spelling} so");
            AssertText(token, spelling);
        });

    [Theory]
    [InlineData("super:) toll:D nein:(", "super :) toll :d nein :(")]
    [InlineData("(sehr gut :-))", "( sehr gut :)")]
    [InlineData("(:-)", "( :)")]
    [InlineData("12:00 Titel:Preis Zitat:(Anna)", "0 : 0 titel : preis zitat : ( anna )")]
    [InlineData("12:D a=(b) x=d ftp://nordrad", "0 : d a = ( b ) x = d ftp : / nordrad")]
    [InlineData("<30 <3,5 <3kg", "< 0 < 0 , 0 < 0 kg")]
    [InlineData("Preise (in Euro): 5", "preise ( in euro ) : 0")]
    [InlineData("xdrive 3xd a-.-b", "xdrive 0 xd a - . - b")]
    public void Emoticons_are_not_seen_in_words_and_numbers(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("sooo sooooooo SoOo", "so so so", "")]
    [InlineData("cool Schifffahrt", "cool schifahrt", "")]
    [InlineData("süüüß a\u0308a\u0308a\u0308", "suess ae", "")]
    [InlineData("cool soo 1000 !!!", "cool soo 0 !!", "")]
    [InlineData("ههههه", "ه", "")]
    public void A_drawn_out_word_is_shortened_and_signed_once(string source, string text, string negationTokens) =>
        Assert.Equal(new(text, negationTokens), TextNormalizer.Normalize(source));

    [Theory]
    [InlineData("gut!", "gut !")]
    [InlineData("gut!! gut!!!!!", "gut !! gut !!")]
    [InlineData("was? was?? was????", "was ? was ?? was ??")]
    [InlineData("was?! was!? was!!!???", "was !? was !? was !?")]
    [InlineData("na.. na... na…. na…", "na ... na ... na ... na ...")]
    [InlineData("-- *** ---", "- * -")]
    public void Marks_in_a_row_become_one_token(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("12:30 Uhr, 3,50 €", "0 : 0 uhr , 0 , 0 €")]
    [InlineData("ICE2035 Covid19 5G", "ice 0 covid 0 0 g")]
    [InlineData("٣٤ १२", "0 0")]
    public void A_run_of_digits_is_a_0(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("„Gut“, »gut« “good” «bon»", "\" gut \" , \" gut \" \" good \" \" bon \"")]
    [InlineData("don't don’t don`t geht‘s ’ne", "don't don't don't geht's ' ne")]
    [InlineData("'Zitat' Klaus'", "' zitat ' klaus '")]
    [InlineData("gut – nein — doch − - ja", "gut - nein - doch - ja")]
    [InlineData("e-mail E‑Bike Montag–Freitag 2020-2021", "e mail e bike montag freitag 0 0")]
    public void Quotes_apostrophes_and_dashes_have_one_form(string source, string text) => AssertText(text, source);

    [Theory]
    [InlineData("\uFEFFWo\u200Brt Fahr\u00ADrad\u200E \u202Eja\u202C", "wort fahrrad ja")]
    [InlineData("a\0b\u001b", "ab")]
    [InlineData("Z\u0363\u0489a\u0301\u0302l\u20DDgo", "zalgo")]
    public void What_nobody_sees_leaves_no_trace(string source, string text) => AssertText(text, source);

    [Fact]
    public void Half_a_surrogate_pair_leaves_no_trace() => AssertText("halb 😀", "\uD83D halb \uDE00 \uE000 \uFFFF\uFFFD 😀\uD83D");

    [Theory]
    [InlineData("nicht so gut wie immer gesagt, leider", "not_gut not_wie not_immer not_gesagt")]
    [InlineData("nicht eins zwei drei vier fuenf", "not_eins not_zwei not_drei not_vier")]
    [InlineData("kein Rad. Keine Antwort! Keinerlei Hilfe 😡 sonst", "not_rad not_antwort not_hilfe")]
    [InlineData("nicht billig sondern teuer", "not_billig")]
    [InlineData("not cheap but good", "not_cheap")]
    [InlineData("never :) again", "")]
    [InlineData("nie wieder #NieMehrKaufen", "not_wieder not_mehr not_kaufen")]
    [InlineData("nicht ohne Grund", "not_grund")]
    [InlineData("can't recommend", "not_recommend")]
    [InlineData("nicht 20 @anna https://nordrad.example geht's gut", "not_gut")]
    [InlineData("NICHT SCHÖÖÖN", "not_schoen")]
    [InlineData("Knicht notable keks", "")]
    public void A_negation_reaches_four_words_or_to_the_next_mark(string source, string negationTokens) =>
        Assert.Equal(negationTokens, TextNormalizer.Normalize(source).NegationTokens);

    [Theory]
    [InlineData("nicht")]
    [InlineData("kein")]
    [InlineData("keinem")]
    [InlineData("nie")]
    [InlineData("niemals")]
    [InlineData("nichts")]
    [InlineData("ohne")]
    [InlineData("weder")]
    [InlineData("kaum")]
    [InlineData("niemand")]
    [InlineData("nirgends")]
    [InlineData("nix")]
    [InlineData("nich")]
    [InlineData("ned")]
    [InlineData("net")]
    [InlineData("not")]
    [InlineData("no")]
    [InlineData("never")]
    [InlineData("nothing")]
    [InlineData("without")]
    [InlineData("cannot")]
    [InlineData("hardly")]
    [InlineData("nobody")]
    [InlineData("neither")]
    [InlineData("nor")]
    [InlineData("Isn’t")]
    [InlineData("pas")]
    [InlineData("jamais")]
    [InlineData("sans")]
    [InlineData("rien")]
    [InlineData("non")]
    [InlineData("dont")]
    [InlineData("senza")]
    [InlineData("nunca")]
    [InlineData("cant")]
    [InlineData("Não")]
    [InlineData("sem")]
    public void Every_negation_reaches_the_next_word(string negation) =>
        Assert.Equal("not_gut", TextNormalizer.Normalize($"{negation} gut").NegationTokens);

    private static void AssertText(string expected, string source) => Assert.Equal(expected, TextNormalizer.Normalize(source).Text);
}
