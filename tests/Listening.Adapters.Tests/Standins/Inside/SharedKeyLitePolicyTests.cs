using Azure.Data.Tables;
using Azure.Data.Tables.Wire;

namespace Listening.Adapters.Tests.Standins.Inside;

public sealed class SharedKeyLitePolicyTests
{
    private const string Date = "Sun, 11 Oct 2009 19:52:39 GMT";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    [Theory]
    [InlineData("https://testaccount1.table.core.windows.net/Tables", "testaccount1", "/testaccount1/Tables")]
    [InlineData("https://a.table.core.windows.net/", "a", "/a/")]
    [InlineData("https://a.table.core.windows.net/Cases()?$top=5&$filter=x", "a", "/a/Cases()")]
    [InlineData("https://a.table.core.windows.net/Cases?comp=acl&timeout=5", "a", "/a/Cases?comp=acl")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/Cases", "devstoreaccount1", "/devstoreaccount1/devstoreaccount1/Cases")]
    [InlineData("https://a.table.core.windows.net/C(PartitionKey='%C3%A4%27%27',RowKey='%25')", "a", "/a/C(PartitionKey='%C3%A4%27%27',RowKey='%25')")]
    public void The_text_to_sign_is_the_date_and_the_encoded_path_under_the_account(string address, string account, string resource) =>
        Assert.Equal($"{Date}\n{resource}", SharedKeyLitePolicy.TextToSign(Date, account, new Uri(address)));

    // Signatures computed with another implementation of HMAC-SHA256.
    [Theory]
    [InlineData("/testaccount1/Tables", "J0rgyDtNy3BXUcIppqbP9j2HX0i+JZ3q2oF6/P8yocE=")]
    [InlineData("/devstoreaccount1/devstoreaccount1/Cases(PartitionKey='a%20b',RowKey='%C3%A4')", "UYZr4hWJL8P4VR1vXTiZKFuVPVYgUbri7uCn8F9Sjcs=")]
    public void The_signature_is_its_keyed_hash(string resource, string signature) =>
        Assert.Equal(signature, new TableSharedKeyCredential("any", Key).Sign($"{Date}\n{resource}"));

    [Fact]
    public void A_key_that_is_not_base64_is_refused_without_being_shown()
    {
        var refused = Assert.Throws<FormatException>(() => new TableSharedKeyCredential("any", "not base64!"));

        Assert.DoesNotContain("not base64!", refused.Message, StringComparison.Ordinal);
    }
}
