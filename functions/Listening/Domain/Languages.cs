namespace Listening.Domain;

/// <summary>The languages whose names the service itself uses, as verdicts, rules and models name them.</summary>
public static class Languages
{
    public const string German = "de";
    public const string English = "en";

    /// <summary>Any that neither the detector nor the model can name.</summary>
    public const string Other = "other";
}
