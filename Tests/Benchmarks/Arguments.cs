using System.Globalization;

namespace Signals.Benchmarks;

/// <summary>Reads <c>--name value</c> pairs of a benchmark's command line.</summary>
/// <param name="args">What follows the verb.</param>
internal sealed class Arguments(string[] args)
{
    /// <summary>Value of an option, or null when it is absent.</summary>
    /// <exception cref="FormatException">The option is the last word.</exception>
    public string? Text(string name)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? null
            : at + 1 < args.Length ? args[at + 1]
            : throw new FormatException($"{name} needs a value");
    }

    /// <summary>Value as a whole number.</summary>
    /// <exception cref="FormatException">Not a whole number of at least <paramref name="least"/>.</exception>
    public int Number(string name, int otherwise, int least = 1)
    {
        var text = Text(name);
        return text is null ? otherwise
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least ? number
            : throw new FormatException($"{name} {text}: expected a whole number of at least {least}");
    }

    /// <summary>Comma-separated values; empty when the option is absent.</summary>
    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>True when the word is there.</summary>
    public bool Has(string name) => Array.IndexOf(args, name) >= 0;

    /// <summary>Every option must be one of these: a misspelt one would measure something else.</summary>
    /// <exception cref="FormatException">An unknown option; the message names the known ones.</exception>
    public void Accept(params string[] known)
    {
        foreach (var word in args)
        {
            if (word.StartsWith("--", StringComparison.Ordinal) && !known.Contains(word))
            {
                throw new FormatException($"{word} is not an option; accepted: {string.Join(", ", known)}");
            }
        }
    }
}
