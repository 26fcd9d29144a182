using System.Text.Json;
using Signals.Controller.Configuration;
using Signals.Core.Units;
using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Commands;

[TestFixture, Category("Integration")]
public class TuneCommandTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sim-tune-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Tuned_copy_passes_the_check_keeps_its_comments_and_delays_less()
    {
        var (copy, json) = (Path.Combine(_folder, "deep", "tuned.yaml"), Path.Combine(_folder, "tuned.json"));
        var source = TestCorridors.PathOf("high-street.yaml");
        var before = await File.ReadAllTextAsync(source);

        var (code, output, error) = await RunAsync("tune", source, "--at", "13:00", "--seeds", "101", "--duration", "10m", "-o", copy, "--json", json);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("high-station.N side").And.Contain("→").And.Contain("values change").And.Contain("written:"));
        var tuned = CorridorFile.Load(copy);
        Assert.That(tuned.HasErrors, Is.False);
        Assert.That(await File.ReadAllTextAsync(copy), Does.Contain("# a second more than the distances ask, after site observation"));
        Assert.That(await File.ReadAllTextAsync(source), Is.EqualTo(before), "the source is never touched");
        var plans = tuned.Corridor!.Intersections.Select(x => x.PlanAt(DayOfWeek.Monday, Duration.FromSeconds(13 * 3600))).ToList();
        Assert.That(plans.Select(p => p.Cycle).Distinct().Count(), Is.EqualTo(1), "one common cycle");
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var figures = result.RootElement.GetProperty("comparison").GetProperty("controllers").EnumerateArray()
            .ToDictionary(c => c.GetProperty("controller").GetString()!, c => c.GetProperty("figures").GetProperty("delayS").GetProperty("mean").GetDouble());
        Assert.That(figures["tuned"], Is.LessThan(figures["fixed"]));
        Assert.That(result.RootElement.GetProperty("changes").GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public async Task File_that_exists_is_not_overwritten_without_force()
    {
        var copy = Path.Combine(_folder, "mine.yaml");
        await File.WriteAllTextAsync(copy, "mine");

        var (code, _, error) = await RunAsync("tune", TestCorridors.PathOf("high-street.yaml"), "-o", copy);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("--force"));
        Assert.That(await File.ReadAllTextAsync(copy), Is.EqualTo("mine"));
    }

    [TestCase("1-10")]
    [TestCase("104-101")]
    [TestCase("101-1000")]
    [TestCase("many")]
    public async Task Seeds_that_results_are_reported_on_and_nonsense_are_refused(string seeds)
    {
        var (code, _, error) = await RunAsync("tune", TestCorridors.PathOf("high-street.yaml"), "--seeds", seeds);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("101"));
    }

    [Test]
    public async Task Hour_at_which_everything_runs_free_exits_3_and_says_so()
    {
        var (code, _, error) = await RunAsync("tune", TestCorridors.PathOf("high-street.yaml"), "--at", "23:00");

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("runs free at 23:00").And.Contain("--at"));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await SimCommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
