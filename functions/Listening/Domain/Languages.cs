namespace Listening.Domain;

/// <summary>The languages we tell apart, as verdicts, rules and models name them.</summary>
public static class Languages
{
    public const string German = "de";
    public const string English = "en";
    public const string Other = "other";
}
