using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

/// <summary>Who may in, what is tried again, and how long a client hangs on.</summary>
public sealed class TableAccessTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private const string WrongKey = "d3JvbmcgYnV0IHdlbGwgZm9ybWVkIGtleSwgMzIgYnl0ZQ==";
    private const string Nothing = """{"value":[]}""";

    private Uri Endpoint => new(Setting("TableEndpoint"));

    private TableSharedKeyCredential Key => new(Setting("AccountName"), Setting("AccountKey"));

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_not_repeated_in_the_error()
    {
        using var wire = new Wiretap();
        var client = new TableClient(Endpoint, Table.Name, new TableSharedKeyCredential(Key.AccountName, WrongKey), wire.Options());

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("brand", "1")));

        Assert.Equal(403, refused.Status);
        Assert.Single(wire.Tries);
        Assert.DoesNotContain(WrongKey, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(wire.Tries[0].Headers.Authorization!.Parameter!, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_is_used_from_then_on()
    {
        var credential = new TableSharedKeyCredential(Key.AccountName, WrongKey);
        var client = new TableServiceClient(Endpoint, credential).GetTableClient(Table.Name);

        credential.SetAccountKey(Setting("AccountKey"));

        Assert.Equal(204, (await client.AddEntityAsync(new TableEntity("brand", "1"))).Status);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_with_the_same_request()
    {
        using var wire = new Wiretap { Answer = n => n < 3 ? Wiretap.Json(HttpStatusCode.ServiceUnavailable, "{}") : null };
        var client = new TableClient(ConnectionString, Table.Name, wire.Options());

        await client.AddEntityAsync(new TableEntity("brand", "1") { ["Text"] = "einmal" });

        Assert.Equal(3, wire.Tries.Count);
        Assert.Equal("einmal", (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value.GetString("Text"));
    }

    [Fact]
    public async Task An_unreachable_service_fails_after_the_retries_allowed()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var wire = new Wiretap();
        var client = new TableClient(new Uri($"http://127.0.0.1:{port}/devstoreaccount1"), "cases", Key, wire.Options(retries: 2));
        var clock = Stopwatch.StartNew();

        var failed = await Assert.ThrowsAsync<AggregateException>(() => client.AddEntityAsync(new TableEntity("brand", "1")));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(3, wire.Tries.Count);
        Assert.All(failed.InnerExceptions, inner => Assert.IsType<RequestFailedException>(inner));
        Assert.DoesNotContain(Setting("AccountKey"), failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_stops()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Table.AddEntityAsync(new TableEntity("brand", "1"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_shared_access_signature_opens_the_account()
    {
        var signature = AccountSas("raud");
        var byCredential = new TableServiceClient(Endpoint, new AzureSasCredential(signature)).GetTableClient(Table.Name);
        var byConnectionString = new TableClient($"TableEndpoint={Endpoint};SharedAccessSignature={signature}", Table.Name);

        await byCredential.AddEntityAsync(new TableEntity("brand", "1"));
        await byConnectionString.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("brand", "2"))]);

        Assert.Equal("2", (await byCredential.GetEntityAsync<TableEntity>("brand", "2", ["RowKey"])).Value.RowKey);
    }

    [Fact]
    public async Task A_signature_that_may_only_read_may_not_write_and_stays_out_of_the_error()
    {
        var signature = AccountSas("r");
        var client = new TableServiceClient(Endpoint, new AzureSasCredential(signature)).GetTableClient(Table.Name);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("brand", "1")));

        Assert.Equal(403, refused.Status);
        Assert.DoesNotContain(signature.Split("sig=")[1], refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_traced_without_its_signature()
    {
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Azure.Core.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var signature = AccountSas("raud");

        await new TableServiceClient(Endpoint, new AzureSasCredential(signature)).GetTableClient(Table.Name)
            .AddEntityAsync(new TableEntity("brand", "1"));

        var tags = Assert.Single(spans, span => $"{span.GetTagItem("url.full")}".Contains($"/{Table.Name}?", StringComparison.Ordinal)).TagObjects;
        Assert.DoesNotContain(tags, tag => $"{tag.Value}".Contains(signature.Split("sig=")[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_asked_for_storage_and_sent_as_bearer()
    {
        using var wire = new Wiretap { Answer = _ => Wiretap.Json(HttpStatusCode.OK, Nothing) };
        var token = new FixedToken();
        var service = new TableServiceClient(new Uri("https://account.table.core.windows.net"), token, wire.Options());

        await foreach (var row in service.GetTableClient("cases").QueryAsync<TableEntity>())
        {
            Assert.Fail($"There is no row {row.RowKey}.");
        }

        Assert.Equal(["https://storage.azure.com/.default"], token.Scopes);
        Assert.Equal("Bearer only-a-test", wire.Tries.Single().Headers.Authorization!.ToString());
        Assert.Equal("account", service.AccountName);
    }

    [Fact]
    public async Task A_token_never_travels_without_tls()
    {
        var client = new TableClient(new Uri("http://account.example"), "cases", new FixedToken());

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.AddEntityAsync(new TableEntity("brand", "1")));
    }

    /// <summary>Signs an account SAS by the published rules (sv 2019-02-02: nine lines and an empty one).</summary>
    private string AccountSas(string permissions)
    {
        const string Version = "2019-02-02";
        var until = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = $"{Key.AccountName}\n{permissions}\nt\nsco\n\n{until}\n\n\n{Version}\n";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(Setting("AccountKey")), Encoding.UTF8.GetBytes(text)));
        return $"sv={Version}&ss=t&srt=sco&sp={permissions}&se={Uri.EscapeDataString(until)}&sig={Uri.EscapeDataString(signature)}";
    }

    private sealed class FixedToken : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("only-a-test", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
