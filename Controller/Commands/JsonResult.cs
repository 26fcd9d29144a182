using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signals.Controller.Commands;

/// <summary>The machine-readable result that every verb writes with <c>--json PATH</c>.</summary>
public static class JsonResult
{
    /// <summary>How everything that programs read is written.</summary>
    internal static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Option<FileInfo?> Option() => new("--json")
    {
        Description = "Write the result as JSON to this file.",
        HelpName = "PATH",
    };

    /// <summary>Writes to a neighbour file first, so that a reader never sees half a result. Does nothing without a path.</summary>
    /// <exception cref="IOException">The path cannot be written.</exception>
    public static async Task WriteAsync<T>(FileInfo? path, T result, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return;
        }

        path.Directory?.Create();
        var half = path.FullName + ".part";
        await File.WriteAllTextAsync(half, JsonSerializer.Serialize(result, Format) + "\n", cancellationToken);
        File.Move(half, path.FullName, overwrite: true);
    }
}
