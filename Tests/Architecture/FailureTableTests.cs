using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;
using Signals.Core.Measures;
using Signals.Tests.Support;

namespace Signals.Tests.Architecture;

/// <summary>The failure table of ARCHITECTURE.md must not rot: the tests, constants and events that it names exist.</summary>
[TestFixture, Category("Unit")]
public partial class FailureTableTests
{
    private const BindingFlags AnyMember = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] Columns = ["Fault", "How detected", "Within", "Behaviour", "Event", "Test that proves it"];

    private static readonly string[] Products =
        ["Signals.Core", "Signals.Prediction", "Signals.Actors", "Signals.Modbus", "Signals.Drivers", "Signals.Controller", "Signals.Sim"];

    private static readonly ILookup<string, Type> ProductTypes = Products.SelectMany(name => Assembly.Load(name).GetTypes()).ToLookup(type => type.Name);

    private static readonly ILookup<string, Type> TestTypes = typeof(FailureTableTests).Assembly.GetTypes().ToLookup(type => type.Name);

    private static IEnumerable<TestCaseData> Rows => Lines().Skip(2).Select(cells => new TestCaseData((object)cells).SetArgDisplayNames(cells[0]));

    [Test]
    public void Table_has_its_columns_and_every_row_has_a_cell_for_each()
    {
        var lines = Lines();

        Assert.That(lines[0], Is.EqualTo(Columns));
        Assert.That(lines.Skip(2).Where(cells => cells.Length != Columns.Length || cells.Any(cell => cell.Length == 0)).Select(cells => cells[0]), Is.Empty);
        Assert.That(lines.Skip(2).Select(cells => cells[0]), Is.Unique.And.Not.Empty);
    }

    [TestCaseSource(nameof(Rows))]
    public void Row_names_tests_that_exist_and_run(string[] cells)
    {
        var named = Names(cells[5]);

        Assert.That(named, Is.Not.Empty, "a row without a test is a wish");
        Assert.That(named.Where(name => !IsTest(name.Type, name.Member)), Is.Empty, "no such [Test]");
    }

    [TestCaseSource(nameof(Rows))]
    public void Row_takes_its_times_from_constants_that_exist(string[] cells)
    {
        Assert.That(Names(cells[2]).Where(name => !ProductTypes[name.Type].Any(type => type.GetMember(name.Member, AnyMember).Length > 0)), Is.Empty);
    }

    [TestCaseSource(nameof(Rows))]
    public void Row_names_events_that_exist(string[] cells)
    {
        var codes = Number().Matches(cells[4]).Select(match => short.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(codes.Where(code => !Enum.IsDefined((EventCode)code)), Is.Empty);
    }

    private static bool IsTest(string type, string method) => TestTypes[type]
        .Where(found => !IsPutAside(found))
        .Any(found => found.GetMethods().Any(m => m.Name == method && !IsPutAside(m)
            && m.GetCustomAttributes().Any(attribute => attribute is ITestBuilder or ISimpleTestBuilder)));

    private static bool IsPutAside(MemberInfo member) => member.IsDefined(typeof(IgnoreAttribute)) || member.IsDefined(typeof(ExplicitAttribute));

    private static List<(string Type, string Member)> Names(string cell) =>
        [.. Qualified().Matches(cell).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    /// <summary>Cells of the section's table: head, rule, rows.</summary>
    private static List<string[]> Lines() =>
        [.. File.ReadLines(Repository.PathOf("ARCHITECTURE.md"))
            .SkipWhile(line => line != "## 8. Failure table").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
