using System.Collections.Immutable;
using System.Globalization;
using System.Xml;

namespace Signals.Sim.Sumo.Network;

/// <summary>Attributes of the element that an XML reader stands on; every error names file, line, element and attribute.</summary>
/// <param name="reader">Stands on a start tag.</param>
/// <param name="path">File, for messages.</param>
internal readonly struct SumoElement(XmlReader reader, string path)
{
    public string Name => reader.LocalName;

    public string Text(string attribute) => reader.GetAttribute(attribute) ?? throw Error(attribute, "is missing");

    public string Optional(string attribute) => reader.GetAttribute(attribute) ?? "";

    public bool Has(string attribute) => reader.GetAttribute(attribute) is not null;

    public double Number(string attribute) => Parse(attribute, Text(attribute));

    public double Number(string attribute, double otherwise) => reader.GetAttribute(attribute) is { } text ? Parse(attribute, text) : otherwise;

    public int Integer(string attribute)
    {
        var text = Text(attribute);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error(attribute, $"is \"{text}\"; a whole number is expected");
    }

    public string[] Words(string attribute) => Optional(attribute).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A shape: <c>x,y x,y</c>, or with heights <c>x,y,z</c>, which are dropped.</summary>
    public ImmutableArray<SumoPoint> Shape(string attribute)
    {
        var points = ImmutableArray.CreateBuilder<SumoPoint>();
        foreach (var word in Words(attribute))
        {
            var parts = word.Split(',');
            if (parts.Length < 2)
            {
                throw Error(attribute, $"has the point \"{word}\"; x,y is expected");
            }

            points.Add(new SumoPoint(Parse(attribute, parts[0]), Parse(attribute, parts[1])));
        }

        return points.ToImmutable();
    }

    public SumoFormatException Error(string attribute, string problem) =>
        new($"{path}:{(reader as IXmlLineInfo)?.LineNumber ?? 0}: {attribute} of <{reader.LocalName}> {problem}");

    private double Parse(string attribute, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Error(attribute, $"is \"{text}\"; a number is expected");
}
