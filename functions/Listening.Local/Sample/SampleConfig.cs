namespace Listening.Local.Sample;

/// <summary>The configuration of the sample brand, as a person would write it.</summary>
internal static class SampleConfig
{
    public static string For(Uri site) => $$"""
        {
          // Rewritten at each start. To listen to your own brand, copy it to listening.json and change it.
          "brands": [
            {
              "id": "morgenrot", "name": "Morgenrot", "query": "morgenrot -sonnenaufgang -himmel",
              "accounts": [ { "name": "*Morgenrot-Team" } ]
            }
          ],
          "sources": [
            { "name": "Community", "type": "feed", "url": "{{site}}feed.xml", "every": "5s", "allowPrivateNetwork": true },
            { "name": "Comments", "type": "feed", "url": "{{site}}comments.atom", "every": "5s", "allowPrivateNetwork": true },
            { "name": "Press and blogs", "type": "feed", "url": "{{site}}news.json", "every": "5s", "allowPrivateNetwork": true },
            { "name": "Shop reviews", "type": "file", "path": "{{SampleSite.ReviewsFile}}", "every": "5s" }
          ],
          "routing": [
            {
              "name": "Needs an answer",
              "when": { "needsAction": "balanced" },
              "queue": "care-alerts",
              "answerWithin": "4h"
            }
          ]
        }
        """;
}
