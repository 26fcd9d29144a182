using System.Text.Json;

namespace Signals.Sim.CityFlow.Files;

/// <summary>One value of a CityFlow file that knows where it stands, so that a wrong one is reported with file and field. Immutable.</summary>
internal readonly struct CityJson
{
    private readonly JsonElement _value;

    private CityJson(string file, string path, JsonElement value) => (File, Path, _value) = (file, path, value);

    public string File { get; }

    /// <summary>Where the value stands, e.g. <c>roads[3].lanes[0].width</c>.</summary>
    public string Path { get; }

    /// <summary>Reads a whole file and hands its root over. The document lives only as long as the call.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON, or <paramref name="read"/> found a wrong value.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string file, Func<CityJson, T> read)
    {
        using var stream = System.IO.File.OpenRead(file);
        try
        {
            using var document = JsonDocument.Parse(stream);
            return read(new CityJson(file, "", document.RootElement));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{file}:{broken.LineNumber + 1}: this is not JSON: {broken.Message}", broken);
        }
    }

    /// <summary>Error at this value.</summary>
    public InvalidDataException Wrong(string problem) => new($"{File}: {(Path.Length == 0 ? "the file" : Path)}: {problem}");

    /// <summary>Member that must be there.</summary>
    public CityJson this[string name]
    {
        get
        {
            if (_value.ValueKind != JsonValueKind.Object)
            {
                throw Wrong($"expected an object with \"{name}\", found {Kind}");
            }

            return _value.TryGetProperty(name, out var member)
                ? new CityJson(File, Path.Length == 0 ? name : $"{Path}.{name}", member)
                : throw Wrong($"\"{name}\" is missing");
        }
    }

    public bool Has(string name) => _value.ValueKind == JsonValueKind.Object && _value.TryGetProperty(name, out _);

    public IReadOnlyList<CityJson> Items()
    {
        if (_value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong($"expected a list, found {Kind}");
        }

        var (file, path) = (File, Path);
        return [.. _value.EnumerateArray().Select((item, i) => new CityJson(file, $"{path}[{i}]", item))];
    }

    public string Text() => _value.ValueKind == JsonValueKind.String ? _value.GetString()! : throw Wrong($"expected a text, found {Kind}");

    public bool Flag() => _value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"expected true or false, found {Kind}"),
    };

    public double Number(double least = double.NegativeInfinity) =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetDouble(out var number) && number >= least
            ? number
            : throw Wrong(double.IsNegativeInfinity(least) ? $"expected a number, found {Kind}" : $"expected a number of at least {least}, found {_value}");

    public int Index(int count, string what) =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetInt32(out var index) && index >= 0 && index < count
            ? index
            : throw Wrong($"expected the number of a {what}, 0 to {count - 1}, found {_value}");

    private string Kind => _value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{_value.GetString()}\"",
        JsonValueKind.Null => "null",
        _ => _value.ToString(),
    };
}
