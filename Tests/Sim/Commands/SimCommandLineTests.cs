using System.Text.Json;
using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Commands;

/// <summary>The command line as a user sees it: help, exit codes, results.</summary>
[TestFixture, Category("Integration")]
public class SimCommandLineTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sim-command-line-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase]
    [TestCase("emulate")]
    [TestCase("validate")]
    [TestCase("soak")]
    [TestCase("rerun")]
    [TestCase("tune")]
    [TestCase("sumo")]
    public async Task Every_verb_has_help_with_json_and_exit_codes(params string[] verb)
    {
        var (code, output, _) = await RunAsync([.. verb, "--help"]);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("Exit codes:").And.Contain("--json").And.Contain("--help"));
    }

    [TestCase("levitate")]
    [TestCase("validate")]
    [TestCase("validate", "corridors/main-street.yaml", "--controllers", "magic")]
    [TestCase("validate", "corridors/main-street.yaml", "--seeds", "0")]
    [TestCase("validate", "corridors/main-street.yaml", "--duration", "soon")]
    [TestCase("validate", "corridors/main-street.yaml", "--cases", "all", "--at", "08:00")]
    [TestCase("tune", "corridors/main-street.yaml", "--threads", "0")]
    [TestCase("emulate", "corridors/main-street.yaml", "--mqtt", "localhost:1883", "--udp", "127.0.0.1:5000")]
    [TestCase("--controller", "magic")]
    public async Task Command_line_that_cannot_be_understood_exits_2_and_starts_nothing(params string[] args)
    {
        var (code, _, error) = await RunAsync(args);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Is.Not.Empty);
    }

    [TestCase("validate")]
    [TestCase("emulate")]
    public async Task Missing_file_exits_3_and_names_it(string verb)
    {
        var (code, _, error) = await RunAsync(verb, Path.Combine(_folder, "nowhere.yaml"));

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("nowhere.yaml"));
    }

    [Test]
    public async Task Corridor_file_with_errors_exits_3_with_file_and_line()
    {
        var path = Path.Combine(_folder, "broken.yaml");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(TestCorridors.PathOf("main-street.yaml"))).Replace("min-green: 10 s", "min-green: ten", StringComparison.Ordinal));

        var (code, _, error) = await RunAsync("validate", path);

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Match(@"broken\.yaml:\d+:"));
    }

    [Test]
    public async Task Demand_that_does_not_fit_the_corridor_exits_3_and_names_the_place()
    {
        var demand = Path.Combine(_folder, "wrong.demand.yaml");
        await File.WriteAllTextAsync(demand, "scenario: wrong\nentries:\n  - { at: nowhere.N, flow: 100 }\n");

        var (code, _, error) = await RunAsync("validate", TestCorridors.PathOf("main-street.yaml"), "--demand", demand);

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("nowhere"));
    }

    [Test]
    public async Task Validation_prints_means_and_differences_and_writes_json()
    {
        var json = Path.Combine(_folder, "deep", "validation.json");

        var (code, output, error) = await RunAsync(
            "validate", TestCorridors.PathOf("main-street.yaml"), "--controllers", "fixed,actuated", "--seeds", "2", "--warm-up", "30s", "--duration", "60s", "--json", json);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("delay, s/vehicle").And.Contain("actuated minus").And.Contain("seeds 1 to 2"));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        Assert.That(result.RootElement.GetProperty("runs").GetArrayLength(), Is.EqualTo(4));
        Assert.That(result.RootElement.GetProperty("monitorFindings").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task Validation_over_cases_ends_with_one_table_and_its_goals_and_keeps_each_case_in_json()
    {
        var json = Path.Combine(_folder, "cases.json");

        var (code, output, error) = await RunAsync(
            "validate", TestCorridors.PathOf("high-street.yaml"), "--cases", "all", "--controllers", "fixed,max-pressure,adaptive", "--seeds", "1", "--warm-up", "30s",
            "--duration", "60s", "--json", json);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain("all cases").And.Contain("goals of adaptive").And.Contain("High Street, weekday, off-plan"));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        var cases = result.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.That(cases.Select(c => c.GetProperty("case").GetString()), Is.EqualTo(new[] { "peak", "off-peak", "incident", "off-plan" }));
        Assert.That(cases.Select(c => c.GetProperty("report").GetProperty("runs").GetArrayLength()), Is.All.EqualTo(3));
        Assert.That(cases[0].GetProperty("goals").GetArrayLength(), Is.EqualTo(3), "against fixed, against max-pressure, caps");
    }

    [Test]
    public async Task Case_that_the_demand_does_not_have_exits_3_and_those_it_has_are_listed()
    {
        var (code, _, error) = await RunAsync("validate", TestCorridors.PathOf("main-street.yaml"), "--cases", "peak,storm");

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("storm").And.Contain("peak, off-peak, incident, off-plan"));
    }

    [Test]
    public async Task Cancelled_validation_exits_130_and_writes_no_result()
    {
        var json = Path.Combine(_folder, "never.json");
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromMilliseconds(300));

        var code = await SimCommandLine.RunAsync(
            ["validate", TestCorridors.PathOf("main-street.yaml"), "--seeds", "50", "--json", json], TextWriter.Null, TextWriter.Null, stop.Token);

        Assert.That(code, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(File.Exists(json), Is.False);
    }

    [Test]
    public async Task Headless_desk_top_corridor_reports_every_intersection_in_json()
    {
        var json = Path.Combine(_folder, "desk-top.json");

        var (_, output, _) = await RunAsync(
            TestCorridors.PathOf("main-street.yaml"), "--headless", "--duration", "3s", "--base-port", "0", "--sensors", "udp", "--json", json);

        Assert.That(output, Does.Contain("tick late").And.Contain("memory:"));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        Assert.That(result.RootElement.GetProperty("intersections").GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public async Task Emulated_field_runs_alone_and_says_where_its_cabinets_are()
    {
        var json = Path.Combine(_folder, "emulate.json");

        var (code, output, error) = await RunAsync(
            "emulate", TestCorridors.PathOf("main-street.yaml"), "--base-port", "0", "--udp", "127.0.0.1:9", "--duration", "2s", "--json", json);

        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Match(@"main-1st: cabinet on 127\.0\.0\.1:\d+, unit 1"));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        Assert.That(result.RootElement.GetProperty("cabinets")[0].GetProperty("monitorFindings").GetInt64(), Is.Zero);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var folder = Directory.GetCurrentDirectory();
        var resolved = args.Select(a => a.StartsWith("corridors/", StringComparison.Ordinal) ? Repository.PathOf(a.Split('/')) : a).ToArray();
        var code = await SimCommandLine.RunAsync(resolved, output, error, CancellationToken.None);
        Assert.That(Directory.GetCurrentDirectory(), Is.EqualTo(folder));
        return (code, output.ToString(), error.ToString());
    }
}
