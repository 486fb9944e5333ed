using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// An account's endpoint with the pipeline that authorizes, retries, logs and traces its requests.
/// One per service client; its table clients share it.
/// </summary>
internal sealed class TableConnection
{
    private const string Scope = "https://storage.azure.com/.default";
    private static readonly ResponseClassifier Ordinary = new();
    private readonly string _base;
    private readonly string _version;
    private readonly HttpPipeline _pipeline;

    private TableConnection(Uri endpoint, string? accountName, HttpPipelinePolicy authorization, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        _base = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _version = options.VersionString;
        Endpoint = new Uri(_base);
        AccountName = accountName ?? AccountIn(Endpoint);
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authorization },
            RequestFailedDetailsParser = new ODataErrorParser(),
        });
    }

    public Uri Endpoint { get; }

    public string AccountName { get; }

    public static TableConnection To(string connectionString, TableClientOptions? options)
    {
        var parsed = ConnectionString.Parse(connectionString);
        return new(parsed.Endpoint, parsed.AccountName, parsed.Authorization, options);
    }

    public static TableConnection To(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, null, new SharedKeyLitePolicy(credential), options);
    }

    public static TableConnection To(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, null, new BearerTokenAuthenticationPolicy(credential, Scope), options);
    }

    public static TableConnection To(Uri endpoint, AzureSasCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        if (endpoint.Scheme != Uri.UriSchemeHttps && !endpoint.IsLoopback)
        {
            throw new ArgumentException("Cannot use a SAS token credential without HTTPS.", nameof(endpoint));
        }

        return new(endpoint, null, new SasPolicy(credential), options);
    }

    public Uri AddressOf(string path) => new(_base + path);

    /// <summary>Sends a request without a body. A status in <paramref name="expected"/> is an outcome, not an error, also to telemetry.</summary>
    public Task<Response> SendAsync(
        RequestMethod method, string path, IEnumerable<(string Name, string? Value)> query, int[] expected, CancellationToken stopping) =>
        SendAsync(method, path, query, _ => { }, expected, stopping);

    public Task<Response> SendAsync(EntityWrite write, int[] expected, CancellationToken stopping) => SendAsync(
        write.Method,
        write.Path,
        [],
        request =>
        {
            if (write.IfMatch is { } etag)
            {
                request.Headers.Add("If-Match", etag);
            }

            if (write.MayEcho)
            {
                request.Headers.Add("Prefer", "return-no-content");
            }

            if (write.Body is { } body)
            {
                AddBody(request, body, WireNames.Json);
            }
        },
        expected,
        stopping);

    /// <summary>Sends all writes as one transaction; what became of each is in the answer's body.</summary>
    public Task<Response> SendAsync(IReadOnlyList<EntityWrite> writes, CancellationToken stopping)
    {
        var id = Guid.NewGuid();
        var body = Batch.Write(id, writes, AddressOf);
        return SendAsync(RequestMethod.Post, "/$batch", [], request => AddBody(request, body, Batch.ContentType(id)), expected: [], stopping);
    }

    private async Task<Response> SendAsync(
        RequestMethod method,
        string path,
        IEnumerable<(string Name, string? Value)> query,
        Action<Request> complete,
        int[] expected,
        CancellationToken stopping)
    {
        var context = new RequestContext();
        foreach (var status in expected)
        {
            context.AddClassifier(status, isError: false);
        }

        using var message = _pipeline.CreateMessage(context, Ordinary);
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(AddressOf(path));
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                request.Uri.AppendQuery(name, value, escapeValue: true);
            }
        }

        request.Headers.Add("x-ms-version", _version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", WireNames.MinimalMetadata);
        complete(request);
        await _pipeline.SendAsync(message, stopping);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    private static void AddBody(Request request, byte[] body, string contentType)
    {
        request.Headers.Add("Content-Type", contentType);
        request.Content = RequestContent.Create(body);
    }

    /// <summary>The emulator has the account in the path, Azure in the host.</summary>
    private static string AccountIn(Uri endpoint) => endpoint.IsLoopback || endpoint.HostNameType is UriHostNameType.IPv4
        ? endpoint.Segments.Last().Trim('/')
        : endpoint.Host.Split('.')[0];
}
