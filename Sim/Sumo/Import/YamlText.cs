using System.Text;

namespace Signals.Sim.Sumo.Import;

/// <summary>Lines of a YAML file with two spaces of indentation a level.</summary>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();

    public void Line(int level, string text) => _text.Append(' ', text.Length == 0 ? 0 : level * 2).Append(text).Append('\n');

    /// <summary>A scalar: plain when it cannot be taken for anything else, else in double quotes.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>A list on one line.</summary>
    public static string List(IEnumerable<string> items) => "[" + string.Join(", ", items.Select(Quote)) + "]";

    public override string ToString() => _text.ToString();
}
