namespace Listening.Connectors.Api;

/// <summary>Writes addresses of an API.</summary>
internal static class ApiUrl
{
    /// <param name="path">Below <paramref name="api"/>, which may be a folder of its host, such as a forum at <c>/community</c>.</param>
    /// <param name="parameters">Escaped here; those that are null are left out, and a name may occur twice.</param>
    public static Uri Of(Uri api, string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value!)}"));
        return new Uri(api.GetLeftPart(UriPartial.Path).TrimEnd('/') + path + (query.Length > 0 ? "?" + query : ""));
    }
}
