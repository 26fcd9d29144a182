using Signals.Controller.Configuration;
using Signals.Core.Model;

namespace Signals.Tests.Support;

/// <summary>The example corridors of the repository, found from the test's directory upward.</summary>
public static class TestCorridors
{
    private static readonly Lazy<Corridor> LoadedMainStreet = new(() => LoadExample("main-street.yaml"));

    /// <summary>Five-intersection arterial in the United States.</summary>
    public static Corridor MainStreet() => LoadedMainStreet.Value;

    public static string PathOf(string example) => Repository.PathOf("corridors", example);

    /// <exception cref="InvalidDataException">The file has an error; the message lists the findings.</exception>
    public static Corridor LoadExample(string example)
    {
        var result = CorridorFile.Load(PathOf(example));
        return result.Corridor ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Findings));
    }
}
