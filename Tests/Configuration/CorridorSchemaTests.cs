using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Signals.Controller.Configuration;
using Signals.Controller.Configuration.Yaml;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

[TestFixture]
[Category("Unit")]
public sealed class CorridorSchemaTests
{
    private static string SchemaPath => TestCorridors.PathOf("corridor.schema.json");

    [TestCaseSource(typeof(ExampleCorridorTests), nameof(ExampleCorridorTests.Examples))]
    public async Task Example_is_valid_for_the_schema_that_editors_use(string example)
    {
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(SchemaPath));

        var problems = schema.Validate(ToJson(example).ToJsonString());

        Assert.That(problems.Select(p => $"{p.LineNumber}: {p.Path}: {p.Kind}"), Is.Empty);
    }

    [Test]
    public async Task Schema_refuses_an_unknown_key_and_a_bare_number()
    {
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(SchemaPath));
        var unknown = ToJson("high-street.yaml");
        unknown["intersections"]!["high-market"]!["approches"] = new JsonObject();
        var bare = ToJson("high-street.yaml");
        bare["intersections"]!["high-market"]!["approaches"]!["E"]!["length"] = "150";

        Assert.That(schema.Validate(unknown.ToJsonString()), Is.Not.Empty);
        Assert.That(schema.Validate(bare.ToJsonString()), Is.Not.Empty);
    }

    [TestCaseSource(nameof(SectionNames))]
    public void Schema_has_the_same_keys_as_the_loader(string section)
    {
        var root = JsonDocument.Parse(File.ReadAllText(SchemaPath)).RootElement;
        var definition = section == "corridor" ? root : root.GetProperty("definitions").GetProperty(section);
        var loader = Sections.All.Single(s => s.Name == section);

        Assert.That(definition.GetProperty("properties").EnumerateObject().Select(p => p.Name), Is.EquivalentTo(loader.Keys));
        Assert.That(definition.GetProperty("required").EnumerateArray().Select(r => r.GetString()), Is.EquivalentTo(loader.Required));
        Assert.That(definition.GetProperty("additionalProperties").GetBoolean(), Is.False);
        Assert.That(loader.Safety, Is.SubsetOf(loader.Keys));
    }

    [Test]
    public void Every_definition_of_the_schema_belongs_to_a_section_of_the_loader()
    {
        var root = JsonDocument.Parse(File.ReadAllText(SchemaPath)).RootElement;

        Assert.That(root.GetProperty("definitions").EnumerateObject().Select(d => d.Name).Append("corridor"), Is.EquivalentTo(SectionNames()));
    }

    private static IEnumerable<string> SectionNames() => Sections.All.Select(s => s.Name);

    private static JsonNode ToJson(string example)
    {
        var log = new FindingLog(example);
        return ToJson(YamlTree.Parse(File.ReadAllText(TestCorridors.PathOf(example)), log)!)!;
    }

    /// <summary>YAML as an editor's schema check sees it: plain numbers and booleans are typed, all else is text.</summary>
    private static JsonNode? ToJson(ConfigNode node) => node.Kind switch
    {
        NodeKind.Map => new JsonObject(node.Entries.Select(e => KeyValuePair.Create(e.Key.Text, ToJson(e.Value)))),
        NodeKind.List => new JsonArray([.. node.Items.Select(ToJson)]),
        _ when long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when node.Text is "true" or "false" => node.Text == "true",
        _ => node.Text,
    };
}
