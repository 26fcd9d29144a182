using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Signals.Controller.Configuration;

namespace Signals.Controller.Commands;

/// <summary>Writes the outcome of <c>check</c> for programs.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task WriteAsync(FileInfo? path, string file, CorridorLoadResult result, CancellationToken cancellationToken) => WriteAsync(
        path,
        new
        {
            file, usable = result.Corridor is not null, contentHash = result.Corridor?.ContentHash, result.Findings, result.EffectiveValues,
        },
        cancellationToken);

    public static Task WriteAsync(
        FileInfo? path, string older, string newer, ImmutableArray<Change> changes, CorridorLoadResult after, CancellationToken cancellationToken) =>
        WriteAsync(
            path,
            new { older, newer, usable = after.Corridor is not null, safety = changes.Any(c => c.Safety), changes, after.Findings },
            cancellationToken);

    private static async Task WriteAsync<T>(FileInfo? path, T result, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            path.Directory?.Create();
            await File.WriteAllTextAsync(path.FullName, JsonSerializer.Serialize(result, Format) + "\n", cancellationToken);
        }
    }
}
