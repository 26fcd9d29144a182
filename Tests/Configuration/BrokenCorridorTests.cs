using Signals.Controller.Configuration;
using Signals.Tests.Support;

namespace Signals.Tests.Configuration;

/// <summary>
/// Each small broken file beside its golden findings: <c>X.yaml</c> and <c>X.expected</c>, one finding a line, severity first. They pin what
/// an engineer reads, so a change of wording is a change of the golden file.
/// </summary>
[TestFixture]
[Category("Unit")]
public sealed class BrokenCorridorTests
{
    public static IEnumerable<string> Broken =>
        Directory.EnumerateFiles(Repository.PathOf("Tests", "Configuration", "Broken"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Broken))]
    public void Broken_file_gives_exactly_its_golden_findings_and_no_corridor(string file)
    {
        var path = Repository.PathOf("Tests", "Configuration", "Broken", file);

        var result = CorridorFile.Parse(file, File.ReadAllBytes(path));

        var actual = result.Findings.Select(f => $"{f.Severity.ToString().ToLowerInvariant()} {f}");
        Assert.That(result.Corridor, Is.Null);
        Assert.That(result.HasErrors, Is.True);
        Assert.That(actual, Is.EqualTo(File.ReadAllLines(Path.ChangeExtension(path, ".expected"))));
    }

    [Test]
    public void Missing_file_is_unreadable_not_invalid()
    {
        var result = CorridorFile.Load(Repository.PathOf("corridors", "nowhere.yaml"));

        Assert.That(result.CouldRead, Is.False);
        Assert.That(result.Corridor, Is.Null);
        Assert.That(result.Findings, Has.Length.EqualTo(1));
    }

    [Test]
    public void Huge_file_is_refused_without_being_parsed()
    {
        var result = CorridorFile.Parse("huge.yaml", new byte[(1 << 20) + 1]);

        Assert.That(result.CouldRead, Is.False);
        Assert.That(result.Findings.Single().Message, Does.Contain("1024 KiB"));
    }

    [Test]
    public void Text_that_is_not_utf8_is_refused()
    {
        var result = CorridorFile.Parse("latin1.yaml", [(byte)'a', 0xE4, (byte)'b']);

        Assert.That(result.Findings.Single().Message, Does.Contain("UTF-8"));
    }
}
