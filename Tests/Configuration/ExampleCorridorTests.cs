using Signals.Controller.Configuration;
using Signals.Core.Safety.Standards;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

[TestFixture]
[Category("Unit")]
public sealed class ExampleCorridorTests
{
    public static IEnumerable<string> Examples =>
        Directory.EnumerateFiles(Repository.PathOf("corridors"), "*.yaml").Select(f => Path.GetFileName(f))
            .Where(name => !name.EndsWith(".demand.yaml", StringComparison.Ordinal)).Order();

    [TestCaseSource(nameof(Examples))]
    public void Example_is_loaded_without_errors_or_warnings(string example)
    {
        var result = CorridorFile.Load(TestCorridors.PathOf(example));

        Assert.That(result.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.ToString()), Is.Empty);
        Assert.That(result.Corridor, Is.Not.Null);
    }

    [TestCaseSource(nameof(Examples))]
    public void Example_keeps_the_invariants_of_a_corridor(string example) =>
        Assert.That(CorridorInvariants.Violations(TestCorridors.LoadExample(example)), Is.Empty);
}
