using Azure.Data.Tables.Wire;

namespace Listening.Adapters.Tests.Standins.Inside;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0IGtleSwgbmV2ZXIgc2hvd24=";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://storage", "http://storage:10002/devstoreaccount1")]
    [InlineData($"AccountName=a;AccountKey={Key};EndpointSuffix=core.windows.net", "https://a.table.core.windows.net/")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn;", "http://a.table.core.chinacloudapi.cn/")]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint=http://127.0.0.1:4711/a;QueueEndpoint=http://q", "http://127.0.0.1:4711/a")]
    [InlineData("TableEndpoint=https://a.table.core.windows.net;SharedAccessSignature=sv=1&sig=x%3D", "https://a.table.core.windows.net/")]
    public void An_account_is_found_by_what_the_string_says(string text, string endpoint) =>
        Assert.Equal(new Uri(endpoint), ConnectionString.Parse(text).Endpoint);

    [Theory]
    [InlineData("AccountName=a")]
    [InlineData($"AccountName=a;AccountKey={Key}")]
    [InlineData($"AccountKey={Key};TableEndpoint=https://a")]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint=nowhere")]
    [InlineData($"AccountName=a;{Key}")]
    [InlineData($"AccountName=a;AccountName={Key}")]
    public void An_incomplete_string_is_refused_without_being_shown(string text)
    {
        var refused = Assert.Throws<FormatException>(() => ConnectionString.Parse(text));

        Assert.DoesNotContain(Key.TrimEnd('='), refused.Message, StringComparison.Ordinal);
    }
}
