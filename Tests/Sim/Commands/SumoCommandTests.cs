using System.Text.Json;
using Signals.Sim.Commands;
using Signals.Tests.Sim.Sumo.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Commands;

/// <summary><c>sim sumo</c> as a user sees it.</summary>
[TestFixture, Category("Sumo")]
public class SumoCommandTests
{
    [Test]
    public async Task Experiment_prints_the_table_keeps_the_outputs_and_writes_the_result()
    {
        RequiredTool.OrSkip("sumo", package: "sumo");
        using var scenario = new TinyScenario();
        var json = Path.Combine(scenario.Out, "result.json");

        var (code, output, error) = await RunAsync(
            "sumo", scenario.Configuration, "--controllers", "static,fixed", "--seeds", "3-4", "--teleport", "300", "--yellow", "2", "--out", scenario.Out, "--json", json);

        Assert.That(code, Is.EqualTo(ExitCode.Ok), error);
        Assert.That(output, Does.Contain("monitor trips").And.Contain("fixed minus static, paired by seed"));
        Assert.That(output, Does.Contain("timing comparable with yellow 2s, teleport 300"));
        Assert.That(error.Split('\n').Count(line => line.Contains("full delay", StringComparison.Ordinal)), Is.EqualTo(4));
        Assert.That(
            Directory.EnumerateFiles(scenario.Out, "*", SearchOption.AllDirectories).Where(file => file != json).Select(file => Path.GetRelativePath(scenario.Out, file)),
            Is.EquivalentTo(
                from controller in (string[])["static", "fixed"] from seed in (string[])["3", "4"] from file in (string[])["tripinfo.xml", "statistic.xml", "signals.xml"]
                select Path.Combine(controller, seed, file)));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        Assert.That(result.RootElement.GetProperty("teleportAfterS").GetInt32(), Is.EqualTo(300));
        Assert.That(result.RootElement.GetProperty("yellowS").GetDouble(), Is.EqualTo(2));
        Assert.That(result.RootElement.GetProperty("runs").GetArrayLength(), Is.EqualTo(4));
    }

    [TestCase("--controllers", "magic", "adaptive")]
    [TestCase("--seeds", "3-1", "1-10")]
    [TestCase("--sensing", "eyes", "ideal")]
    [TestCase("--teleport", "0", "-1")]
    [TestCase("--yellow", "0.5", "1s to 10s")]
    [TestCase("--jobs", "0", "1 to 256")]
    [TestCase("--planner", "luck=1", "budget")]
    public async Task Option_out_of_its_range_exits_2_and_says_what_is_accepted(string option, string value, string accepted)
    {
        var (code, output, error) = await RunAsync("sumo", "map.sumocfg", option, value);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(output + error, Does.Contain(accepted).IgnoreCase);
    }

    [Test]
    public async Task Yellow_with_product_timing_exits_2_and_says_why()
    {
        var (code, output, error) = await RunAsync("sumo", "map.sumocfg", "--timing", "product", "--yellow", "2");

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(output + error, Does.Contain("--yellow is for --timing comparable"));
    }

    [Test]
    public async Task Missing_scenario_exits_3_and_names_it()
    {
        var (code, _, error) = await RunAsync("sumo", Path.Combine(Path.GetTempPath(), "nowhere.sumocfg"));

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("nowhere.sumocfg"));
    }

    [Test]
    public async Task Scenario_without_an_end_exits_3_and_says_what_a_run_needs()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("endless.sumocfg"), "<configuration><net-file value=\"x.net.xml\"/></configuration>");

        var (code, _, error) = await RunAsync("sumo", folder.File("endless.sumocfg"));

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("<end value="));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimCommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
