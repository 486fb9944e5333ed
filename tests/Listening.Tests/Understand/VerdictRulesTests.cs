using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class VerdictRulesTests
{
    private static readonly SentimentScores Angry = new(0.7, 0.2, 0.1);

    [Theory]
    [InlineData(0.7, Polarity.Negative)]
    [InlineData(0.71, Polarity.Unsure)]
    [InlineData(0, Polarity.Negative)]
    public void Below_its_threshold_the_model_is_unsure_and_its_likeliest_label_stays_to_be_seen(double threshold, Polarity polarity)
    {
        var verdict = Decide(new ModelOutput(Angry), new ModelThresholds { Sentiment = threshold });

        Assert.Equal((polarity, Polarity.Negative), (verdict.Polarity, verdict.LikeliestSentiment));
        Assert.Equal(Angry, verdict.Probabilities);
        Assert.Equal(polarity == Polarity.Unsure ? 0 : 0.7, verdict.Confidence);
    }

    [Theory]
    [InlineData("fr", 0.9, "fr", Polarity.Unsure)]
    [InlineData("en", 0.9, "en", Polarity.Negative)]
    [InlineData("en", 0.6, "en", Polarity.Negative)]
    [InlineData("fr", 0.59, "de", Polarity.Negative)]
    public void The_models_language_counts_unless_it_is_unsure(string read, double probability, string language, Polarity polarity)
    {
        var verdict = Decide(new ModelOutput(Angry) { Language = new(read, probability) }, new ModelThresholds { Language = 0.6 });

        Assert.Equal((language, polarity), (verdict.Language, verdict.Polarity));
        Assert.Equal(Polarity.Negative, verdict.LikeliestSentiment);
    }

    [Theory]
    [InlineData("Hm.", "de")]
    [InlineData("This is what they said to me.", "en")]
    [InlineData("مرحبا بالعالم", "other")]
    public void Where_the_model_predicts_no_language_it_is_detected_and_German_without_evidence(string text, string language) =>
        Assert.Equal(language, VerdictRules.Decide(new StillModel(new ModelThresholds()), text, new ModelOutput(Angry)).Language);

    [Theory]
    [InlineData("Heel slechte service, mijn pakket is niet gekomen", "de", "other")]
    [InlineData("Kargom hala gelmedi, çok kötü bir hizmet", "en", "other")]
    [InlineData("Mein Paket ist nicht gekommen, schlechter Service", "de", "de")]
    [InlineData("Mi paquete no ha llegado y nadie contesta", "es", "es")]
    public void A_language_it_was_not_trained_on_is_not_taken_for_one_it_was(string text, string read, string language)
    {
        var reading = new ModelOutput(Angry) { Language = new(read, 0.99) };

        Assert.Equal(language, VerdictRules.Decide(new StillModel(new ModelThresholds { Language = 0.6 }), text, reading).Language);
    }

    [Fact]
    public void Intent_abuse_and_spam_count_from_the_models_own_thresholds_on()
    {
        var reading = new ModelOutput(Angry) { Intent = new(Intent.Complaint, 0.6), Abuse = 0.6, Spam = 0.6 };

        var strict = Decide(reading, new ModelThresholds { Intent = 0.61, Abuse = 0.61, Spam = 0.61 });
        var lenient = Decide(reading, new ModelThresholds { Intent = 0.6, Abuse = 0.6, Spam = 0.6 });

        Assert.Equal((new DetectedIntent(Intent.Complaint, 0.6, Confident: false), null), (strict.Intent, strict.ConfidentIntent));
        Assert.Equal((new Detection(0.6, Detected: false), new Detection(0.6, Detected: false)), (strict.Abuse, strict.Spam));
        Assert.Equal(
            (new DetectedIntent(Intent.Complaint, 0.6, Confident: true), Intent.Complaint), (lenient.Intent, lenient.ConfidentIntent));
        Assert.Equal((new Detection(0.6, Detected: true), new Detection(0.6, Detected: true)), (lenient.Abuse, lenient.Spam));
    }

    [Fact]
    public void What_a_model_was_not_trained_to_predict_is_null()
    {
        var verdict = Decide(new ModelOutput(Angry), new ModelThresholds());

        Assert.Equal((null, null, null, null), (verdict.Intent, verdict.ConfidentIntent, verdict.Abuse, verdict.Spam));
        Assert.Equal("still-1", verdict.Model);
    }

    private static Verdict Decide(ModelOutput reading, ModelThresholds thresholds) =>
        VerdictRules.Decide(new StillModel(thresholds), "Hm.", reading);

    /// <summary>A model for German and English whose readings the test makes itself.</summary>
    private sealed class StillModel(ModelThresholds thresholds) : ITextModel
    {
        public string Version => "still-1";

        public IReadOnlyList<string> Languages => ["de", "en"];

        public ModelThresholds Thresholds => thresholds;

        public bool LearnsSourceProfiles => false;

        public ModelOutput Read(string text, LearnedProfile? stream, Understanding understanding = Understanding.Full) =>
            throw new NotSupportedException("These tests hand the reading in.");

        public LearnedProfile Learn(IReadOnlyList<string> texts) => throw new NotSupportedException("It learns no streams.");
    }
}
