using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Wire;

namespace Listening.Adapters.Tests.Standins.Inside;

public sealed class BatchTests
{
    private const string ContentType = "multipart/mixed; boundary=batchresponse_1";

    [Fact]
    public void Each_write_is_a_request_of_its_own_in_one_changeset()
    {
        EntityWrite[] writes =
        [
            EntityWrite.Add("Cases", new TableEntity("ä", "1")),
            EntityWrite.Delete("Cases", "it's", "100%", default),
        ];

        var body = Encoding.ASCII.GetString(Batch.Write(Guid.Empty, writes, path => new Uri("http://a" + path)));

        Assert.Equal(
            """
            --batch_00000000-0000-0000-0000-000000000000
            Content-Type: multipart/mixed; boundary=changeset_00000000-0000-0000-0000-000000000000

            --changeset_00000000-0000-0000-0000-000000000000
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST http://a/Cases HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0
            Prefer: return-no-content
            Content-Type: application/json
            Content-Length: 38

            {"PartitionKey":"\u00E4","RowKey":"1"}
            --changeset_00000000-0000-0000-0000-000000000000
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            DELETE http://a/Cases(PartitionKey='it%27%27s',RowKey='100%25') HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0
            If-Match: *


            --changeset_00000000-0000-0000-0000-000000000000--
            --batch_00000000-0000-0000-0000-000000000000--

            """.ReplaceLineEndings("\r\n"),
            body);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Each_answer_keeps_its_status_headers_and_body(string newLine)
    {
        var answers = Batch.Read(ContentType, Reply(
            newLine,
            """
            HTTP/1.1 204 No Content
            ETag: W/"datetime'2026-08-17T07%3A30%3A00Z'"
            """,
            """
            HTTP/1.1 201 Created
            Content-Type: application/json

            {"Text":"ä"}
            """));

        Assert.Equal([204, 201], answers.Select(answer => answer.Status));
        Assert.Equal(new ETag("W/\"datetime'2026-08-17T07%3A30%3A00Z'\""), answers[0].Headers.ETag);
        Assert.Equal("""{"Text":"ä"}""", answers[1].Content.ToString());
        Assert.False(answers[0].IsError);
    }

    [Theory]
    [InlineData("3:The specified entity already exists.", 3)]
    [InlineData("The service is at 12:30 o'clock.", null)]
    [InlineData("", null)]
    public void A_failed_answer_names_the_action_if_the_service_does(string message, int? index)
    {
        var answer = Batch.Read(ContentType, Reply(
            "\r\n",
            $$"""
            HTTP/1.1 409 Conflict
            Content-Type: application/json

            {"odata.error":{"code":"EntityAlreadyExists","message":{"lang":"en-US","value":"{{message}}"} } }
            """)).Single();

        var failed = new TableTransactionFailedException(new RequestFailedException(answer, null, new ODataErrorParser()));

        Assert.Equal((409, "EntityAlreadyExists", index), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public void An_error_page_of_someone_in_between_keeps_its_status()
    {
        var answer = Batch.Read(ContentType, Reply("\r\n", "HTTP/1.1 502 Bad Gateway\n\n<html>")).Single();

        var failed = new RequestFailedException(answer, null, new ODataErrorParser());

        Assert.Equal((502, null), (failed.Status, failed.ErrorCode));
    }

    [Theory]
    [InlineData("multipart/mixed", "")]
    [InlineData(ContentType, "--batchresponse_1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n")]
    [InlineData(ContentType, "--batchresponse_1\r\nContent-Type: application/http\r\n\r\nnonsense\r\n--batchresponse_1--")]
    [InlineData(ContentType, "--batchresponse_1\r\n--batchresponse_1--")]
    public void A_torn_answer_is_an_error_and_not_a_success(string contentType, string body) =>
        Assert.Throws<InvalidDataException>(() => Batch.Read(contentType, body));

    private static string Reply(string newLine, params string[] parts) => string.Concat(
        "--batchresponse_1\nContent-Type: multipart/mixed; boundary=changesetresponse_2\n\n",
        string.Concat(parts.Select(part =>
            $"--changesetresponse_2\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n{part}\n\n\n")),
        "--changesetresponse_2--\n--batchresponse_1--\n").ReplaceLineEndings(newLine);
}
