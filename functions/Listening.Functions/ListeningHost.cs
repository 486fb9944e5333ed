using System.ComponentModel.DataAnnotations;
using Listening.Connectors.Http;
using Listening.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Listening.Functions;

/// <summary>A setting is not valid. The message is one sentence that names it and the remedy.</summary>
public sealed class SettingsException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Builds the service for both hosts, the Functions worker and the local runner, which add only what differs.</summary>
public static class ListeningHost
{
    /// <summary>The connection string of the storage account; both hosts read it from their configuration.</summary>
    public const string StorageSetting = "AzureWebJobsStorage";

    /// <summary>OpenTelemetry's own setting: where to export traces, metrics and logs to. Without it nothing is collected.</summary>
    public const string OtlpEndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string OtlpHeadersSetting = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>Whether the telemetry of this process is exported.</summary>
    public static bool ExportsTelemetry(this IConfiguration configuration) => !string.IsNullOrEmpty(configuration[OtlpEndpointSetting]);

    /// <summary>Adds the service, its options and its telemetry. Nothing is read or connected to before it is asked for.</summary>
    /// <param name="folder">What relative paths in settings are relative to.</param>
    public static void AddListening(this IHostApplicationBuilder builder, string folder)
    {
        builder.Services.AddOptions<ListeningOptions>()
            .BindConfiguration(ListeningOptions.Section)
            .PostConfigure(options =>
            {
                options.ConfigFile = string.IsNullOrEmpty(options.ConfigFile) ? "" : Path.Combine(folder, options.ConfigFile);
                options.CompareModel = string.IsNullOrEmpty(options.CompareModel) ? null : Path.Combine(folder, options.CompareModel);
            })
            .ValidateSettings(ListeningOptions.Section);
        builder.Services.AddSingleton<IListeningConfig>(provider => new FileListeningConfig(
            provider.GetRequiredService<IOptions<ListeningOptions>>().Value.ConfigFile,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FileListeningConfig>>(),
            [.. provider.GetServices<IConnector>().Select(connector => connector.Description)]));
        builder.Services.AddSingleton(provider =>
            StorageAccount.Connect(provider.GetRequiredService<IConfiguration>()[StorageSetting] ?? ""));
        builder.Services.AddListening();
        if (builder.Configuration.ExportsTelemetry())
        {
            ValidateTelemetrySettings(builder.Configuration);
            AddOpenTelemetry(builder);
        }
    }

    /// <summary>Validates settings and configuration at the start: found later, an error would fail message after message.</summary>
    /// <exception cref="SettingsException">A setting is not valid.</exception>
    /// <exception cref="ConfigException"><c>listening.json</c> is not valid.</exception>
    public static IListeningConfig ReadSettings(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException)
        {
            // Several sections with errors come as an aggregate.
            var sections = ((e as AggregateException)?.InnerExceptions ?? (IEnumerable<Exception>)[e]).OfType<OptionsValidationException>();
            throw new SettingsException(string.Join(" ", sections.SelectMany(section => section.Failures)), e);
        }
        catch (InvalidOperationException e) when (e.InnerException is FormatException or ArgumentException)
        {
            // The binder's own sentence names the setting and the type it should have.
            throw new SettingsException($"{e.Message.TrimEnd('.')}; correct it or remove it.", e);
        }

        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ListeningHost).FullName!);
        foreach (var (setting, hint) in UnknownSettings(services.GetRequiredService<IConfiguration>()))
        {
            log.SettingUnknown(setting, hint);
        }

        return services.GetRequiredService<IListeningConfig>();
    }

    /// <summary>What begins like a setting of ours but is none, as an operator writes it, and what was probably meant.</summary>
    internal static IEnumerable<(string Setting, string Hint)> UnknownSettings(IConfiguration configuration)
    {
        string[] known =
        [
            .. Names<ListeningOptions>(ListeningOptions.Section), .. Names<ConnectorHttpOptions>(ConnectorHttpOptions.Section),
        ];
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            var setting = key.Replace(":", "__", StringComparison.Ordinal);
            var meant = SpellingSuggestion.Find(setting, known);
            if (value is null || known.Contains(setting, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            // With a single underscore it may be anybody's, unless it is spelt almost like one of ours.
            if (setting.StartsWith("Listening__", StringComparison.OrdinalIgnoreCase)
                || (meant is not null && setting.StartsWith("Listening_", StringComparison.OrdinalIgnoreCase)))
            {
                yield return (setting, meant is null ? $"the known ones are {string.Join(", ", known)}" : $"did you mean {meant}?");
            }
        }
    }

    private static IEnumerable<string> Names<T>(string section) => typeof(T).GetProperties()
        .Where(property => property.CanWrite)
        .Select(property => $"{section}:{property.Name}".Replace(":", "__", StringComparison.Ordinal));

    /// <summary>Validates data annotations at start; unlike <c>ValidateDataAnnotations</c> the errors name the settings.</summary>
    internal static void ValidateSettings<T>(this OptionsBuilder<T> builder, string section)
        where T : class
    {
        builder.Services.AddSingleton<IValidateOptions<T>>(new SettingsValidator<T>(section));
        builder.ValidateOnStart();
    }

    /// <summary>The exporter ignores an address that is none, and reports bad headers as a defect.</summary>
    private static void ValidateTelemetrySettings(IConfiguration settings)
    {
        if (!Uri.TryCreate(settings[OtlpEndpointSetting], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new SettingsException(
                $"The setting {OtlpEndpointSetting} is not an http or https address; write one such as http://localhost:4317.");
        }

        if (settings[OtlpHeadersSetting] is { Length: > 0 } headers && headers.Split(',').Any(header => header.IndexOf('=') < 1))
        {
            throw new SettingsException(
                $"The setting {OtlpHeadersSetting} is not a list of name=value pairs separated by commas; correct it or remove it.");
        }
    }

    private static void AddOpenTelemetry(IHostApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? "listening",
                serviceVersion: typeof(ListeningHost).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces.AddSource(ListeningTracing.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(ListeningMetrics.MeterName))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>(nameof(Listening), LogLevel.Information);
    }

    /// <summary>Checks data annotations and names each invalid setting as an operator writes it.</summary>
    private sealed class SettingsValidator<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var errors = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(errors.Select(error =>
                    $"The setting {$"{section}:{error.MemberNames.First()}".Replace(":", "__", StringComparison.Ordinal)} is not valid: "
                    + error.ErrorMessage));
        }
    }
}
