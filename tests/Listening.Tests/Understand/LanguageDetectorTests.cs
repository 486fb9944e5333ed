using Listening.Domain;
using Listening.Understand;
using Xunit.Abstractions;

namespace Listening.Tests.Understand;

public sealed class LanguageDetectorTests(ITestOutputHelper output)
{
    /// <summary>What people write, short posts too. Everything neither German nor English is <c>other</c>.</summary>
    private static readonly (string Language, string Text)[] Sentences =
    [
        ("de", "Mein Paket ist seit zwei Wochen unterwegs und niemand antwortet."),
        ("de", "Wo bleibt mein Rad?"),
        ("de", "Super Service, danke!"),
        ("de", "Nie wieder!"),
        ("de", "Lieferung kam pünktlich, alles bestens"),
        ("de", "Hab das Teil gestern bekommen. Läuft."),
        ("de", "so ein mist, schon wieder kaputt"),
        ("de", "Der Support ist top, das Update leider ein Flop."),
        ("de", "Kundenservice? Welcher Kundenservice?"),
        ("de", "lol das ist ja mal richtig schlecht"),
        ("de", "Ich hab die App deinstalliert."),
        ("de", "Kann man empfehlen"),
        ("de", "Katastrophe!!!"),
        ("de", "Echt jetzt, 20 Euro Versand?"),
        ("de", "Bin begeistert"),
        ("de", "Das Meeting war ein Fail, aber das Team ist nice."),
        ("en", "My parcel has been on its way for two weeks and nobody answers."),
        ("en", "Where is my bike?"),
        ("en", "Great service, thanks!"),
        ("en", "Never again!"),
        ("en", "Delivery was on time, all good"),
        ("en", "worst customer support ever"),
        ("en", "Got it yesterday. Works fine."),
        ("en", "broken after two days, want a refund"),
        ("en", "Love the new app"),
        ("en", "Has anybody else had problems with the update?"),
        ("en", "lol this is so bad"),
        ("en", "Would not recommend to anyone"),
        ("en", "Absolutely terrible experience"),
        ("en", "Highly recommended!"),
        ("other", "Mon colis est en route depuis deux semaines et personne ne répond."),
        ("other", "Où est mon vélo ?"),
        ("other", "Très déçue, je ne recommande pas."),
        ("other", "Service nul, à fuir"),
        ("other", "Merci beaucoup, livraison rapide"),
        ("other", "Mi paquete lleva dos semanas en camino y nadie responde."),
        ("other", "¿Dónde está mi bicicleta?"),
        ("other", "Muy mal servicio, no lo recomiendo"),
        ("other", "Gracias por todo"),
        ("other", "Il mio pacco è in viaggio da due settimane e nessuno risponde."),
        ("other", "Dove si trova la mia bici?"),
        ("other", "Servizio pessimo, mai più"),
        ("other", "Grazie mille!"),
        ("other", "Mijn pakket is al twee weken onderweg en niemand reageert."),
        ("other", "Waar blijft mijn fiets?"),
        ("other", "Heel slechte service, niet kopen"),
        ("other", "Bedankt voor de snelle levering"),
        ("other", "Paketim iki haftadır yolda ve kimse cevap vermiyor."),
        ("other", "Çok kötü bir hizmet"),
        ("other", "Teşekkürler, çok güzel"),
        ("other", "Moja paczka jest w drodze od dwóch tygodni i nikt nie odpowiada."),
        ("other", "Bardzo słaba obsługa"),
        ("other", "Nie polecam, nigdy więcej"),
        ("other", "Dziękuję za szybką dostawę"),
        ("other", "Meu pacote está a caminho há duas semanas e ninguém responde."),
        ("other", "Péssimo atendimento, não recomendo"),
        ("other", "Muito obrigada, chegou rápido"),
        ("other", "Mitt paket har varit på väg i två veckor och ingen svarar."),
        ("other", "Väldigt dålig service"),
        ("other", "Tack så mycket, snabb leverans"),
        ("other", "طردي في الطريق منذ أسبوعين ولا أحد يجيب"),
        ("other", "خدمة سيئة جدا"),
        ("other", "Моя посылка в пути уже две недели, и никто не отвечает."),
        ("other", "Ужасный сервис"),
        ("other", "मेरा पार्सल दो हफ्ते से रास्ते में है"),
        ("other", "बहुत खराब सेवा"),
        ("other", "自転車はどこですか"),
    ];

    /// <summary>Written after the guesser, and never used to improve it.</summary>
    private static readonly (string Language, string Text)[] Unseen =
    [
        ("de", "Seit gestern lädt die Seite nicht mehr."),
        ("de", "Retoure dauert ewig"),
        ("de", "Passt perfekt, gerne wieder!"),
        ("de", "Warum muss ich drei Mal anrufen, bis jemand rangeht?"),
        ("de", "Frechheit, was die sich erlauben"),
        ("de", "Preis okay, Qualität mau."),
        ("en", "Still waiting for my order"),
        ("en", "The seat came loose on the second ride."),
        ("en", "Five stars from me"),
        ("en", "Cancelled my subscription today, too expensive."),
        ("en", "Can somebody explain how the return works?"),
        ("en", "Shipping took forever"),
        ("other", "Je suis très content de mon achat"),
        ("other", "Cela fait trois jours que j'attends une réponse"),
        ("other", "El pedido llegó roto y no me contestan"),
        ("other", "Estoy muy contenta con la compra"),
        ("other", "Il sellino si è rotto dopo un giorno"),
        ("other", "De fiets kwam kapot aan en ik krijg geen antwoord"),
        ("other", "Bisiklet kırık geldi, kimse ilgilenmiyor"),
        ("other", "Rower przyszedł uszkodzony i nikt nie odbiera telefonu"),
        ("other", "A bicicleta chegou quebrada e não respondem"),
        ("other", "Cykeln kom trasig och ingen svarar"),
        ("other", "Велосипед пришёл сломанным"),
        ("other", "وصلت الدراجة مكسورة"),
    ];

    [Fact]
    public void Most_sentences_it_was_not_tuned_on_are_detected() => Assert.InRange(Accuracy(Unseen), 0.85, 1);

    [Fact]
    public void Nearly_every_sentence_is_detected() => Assert.InRange(Accuracy(Sentences), 0.95, 1);

    [Fact]
    public void No_sentence_in_letters_of_another_script_is_ever_judged() => Assert.All(
        Sentences.Where(sentence => sentence.Text.Any(c => c is >= '\u0400' and < '\u0E00' or >= '\u3040' and < '\uA000')),
        sentence => Assert.Equal(Languages.Other, LanguageDetector.Detect(sentence.Text)));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!!! 😡😡😡")]
    [InlineData("https://example.com/p/123")]
    [InlineData("5/5")]
    [InlineData("\ud800")]
    public void A_text_with_nothing_to_go_by_is_german(string text) => Assert.Equal(Languages.German, LanguageDetector.Detect(text));

    private double Accuracy((string Language, string Text)[] sentences)
    {
        var wrong = sentences.Where(sentence => LanguageDetector.Detect(sentence.Text) != sentence.Language).ToList();
        wrong.ForEach(sentence =>
            output.WriteLine($"{sentence.Language} taken for {LanguageDetector.Detect(sentence.Text)}: {sentence.Text}"));
        var accuracy = 1 - ((double)wrong.Count / sentences.Length);
        output.WriteLine($"{accuracy:P1} of {sentences.Length}");
        return accuracy;
    }
}
