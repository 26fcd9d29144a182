using System.Text.Json;
using Signals.Controller.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Commands;

[TestFixture]
[Category("Unit")]
public sealed class CheckCommandTests
{
    [Test]
    public async Task Good_file_prints_values_with_their_source_and_exits_0()
    {
        var (code, output, _) = await Run("check", TestCorridors.PathOf("main-street.yaml"));

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("intersections.main-1st.groups.P2.yellow = 3.6 s (standard: 35 mph: Y = t + 1.47 V / (2a + 64.4 g)"));
        Assert.That(output, Does.Contain("intersections.main-1st.groups.P2.max-green = 45 s (file; line "));
        Assert.That(output, Does.Contain("intersections.main-1st.groups.P2.lock = false (default; line "));
        Assert.That(output, Does.Contain("0 errors, 0 warnings"));
    }

    [Test]
    public async Task File_with_errors_prints_each_with_file_and_line_and_exits_1()
    {
        var path = Repository.PathOf("Tests", "Configuration", "Broken", "short-times.yaml");

        var (code, output, _) = await Run("check", path);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain(
            $"error: {path}:16: intersection \"4th & Main\": group P2: yellow 2.8 s is below the MUTCD minimum 3.0 s; use 3.6 s for 35 mph"));
        Assert.That(output, Does.Not.Contain("(default"), "values of a file with errors are shown only on demand");
    }

    [TestCase("check")]
    [TestCase("check", "--nonsense", "a.yaml")]
    [TestCase("check", "a.yaml", "b.yaml")]
    [TestCase("check", "--diff", "a.yaml")]
    public async Task Wrong_usage_exits_2(params string[] args)
    {
        var (code, _, error) = await Run(args);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Is.Not.Empty);
    }

    [Test]
    public async Task Missing_file_exits_3()
    {
        var (code, output, _) = await Run("check", "nowhere.yaml");

        Assert.That(code, Is.EqualTo(3));
        Assert.That(output, Does.Contain("nowhere.yaml:1: cannot read the file"));
    }

    [Test]
    public async Task Json_holds_findings_and_values()
    {
        using var folder = new TemporaryDirectory();
        var path = folder.File("check.json");

        var (code, _, _) = await Run("check", TestCorridors.PathOf("ludwigstrasse.yaml"), "--values", "none", "--json", path);

        var root = JsonDocument.Parse(await File.ReadAllTextAsync(path)).RootElement;
        Assert.That(code, Is.Zero);
        Assert.That(root.GetProperty("usable").GetBoolean(), Is.True);
        var amber = root.GetProperty("effectiveValues").EnumerateArray()
            .Single(v => v.GetProperty("path").GetString() == "intersections.ludwig-amalien.groups.K1.red-amber");
        Assert.That(amber.GetProperty("value").GetString(), Is.EqualTo("1 s"));
        Assert.That(amber.GetProperty("source").GetString(), Is.EqualTo("standard"));
        Assert.That(amber.GetProperty("safety").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Diff_marks_what_is_safety_relevant()
    {
        using var folder = new TemporaryDirectory();
        var changed = folder.File("new.yaml");
        var text = await File.ReadAllTextAsync(TestCorridors.PathOf("high-street.yaml"));
        await File.WriteAllTextAsync(changed, text.Replace("A: { B: 7 s }", "A: { B: 8 s }", StringComparison.Ordinal));

        var (code, output, _) = await Run("check", "--diff", TestCorridors.PathOf("high-street.yaml"), changed);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("~ [safety] intersections.high-station.intergreens.A.B: 7 s -> 8 s"));
        Assert.That(output, Does.Contain("1 change, 1 of them safety-relevant"));
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ControllerCommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
