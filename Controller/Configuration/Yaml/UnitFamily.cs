using System.Globalization;
using System.Text.RegularExpressions;

namespace Signals.Controller.Configuration.Yaml;

/// <summary>The units in which one kind of quantity may be written. A bare number is refused: nobody should guess feet or metres.</summary>
internal sealed partial class UnitFamily
{
    public static readonly UnitFamily Time = new("time", "3.6 s", ("s", 1), ("ms", 0.001), ("min", 60));
    public static readonly UnitFamily Length = new("length", "80 ft\" or \"24 m", ("m", 1), ("ft", 0.3048), ("km", 1000));
    public static readonly UnitFamily Speed = new("speed", "35 mph\" or \"50 km/h", ("m/s", 1), ("mph", 0.44704), ("km/h", 1 / 3.6));
    public static readonly UnitFamily Percent = new("percentage", "85 %", ("%", 1));
    public static readonly UnitFamily Angle = new("angle", "90 deg", ("deg", 1), ("°", 1));
    public static readonly UnitFamily Flow = new("flow", "1900 veh/h", ("veh/h", 1));

    private readonly (string Unit, double Factor)[] _units;
    private readonly string _example;

    private UnitFamily(string name, string example, params (string, double)[] units) => (Name, _example, _units) = (name, example, units);

    public string Name { get; }

    /// <summary>First unit: the one that <see cref="TryRead"/> answers in.</summary>
    public string BaseUnit => _units[0].Unit;

    public IEnumerable<string> Units => _units.Select(u => u.Unit);

    /// <summary>Reads "35 mph" into the base unit.</summary>
    /// <param name="normal">Normal form for comparison: "35 mph".</param>
    /// <param name="problem">What is wrong and what would be accepted.</param>
    public bool TryRead(string text, out double value, out string normal, out string problem)
    {
        (value, normal, problem) = (0, "", "");
        var match = Shape().Match(text.Trim());
        if (!match.Success || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            problem = $"\"{Shorten(text)}\" is not a {Name}; write for example \"{_example}\"";
            return false;
        }

        var unit = match.Groups[2].Value;
        if (unit.Length == 0)
        {
            problem = $"\"{text}\" has no unit; write for example \"{_example}\" (units: {string.Join(", ", Units)})";
            return false;
        }

        foreach (var (name, factor) in _units)
        {
            if (string.Equals(name, unit, StringComparison.Ordinal))
            {
                value = number * factor;
                normal = Format(number, name);
                return true;
            }
        }

        problem = $"\"{Shorten(text)}\": \"{Shorten(unit)}\" is not a unit of {Name}; accepted units: {string.Join(", ", Units)}";
        return false;
    }

    /// <summary>Normal form of a value in the base unit.</summary>
    public string Format(double value) => Format(value, BaseUnit);

    private static string Format(double number, string unit) => number.ToString("0.###", CultureInfo.InvariantCulture) + " " + unit;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^([+-]?\d{1,9}(?:\.\d{1,9})?)\s*([^\d\s.][^\s]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
