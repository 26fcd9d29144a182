using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.CityFlow;

[Category("Integration")]
public sealed class CityFlowCommandTests
{
    [Test]
    public async Task City_is_run_with_every_controller_and_both_travel_times_are_written()
    {
        using var folder = new TemporaryDirectory();
        SmallCity.Write(folder.Path, SmallCity.Roadnet(), SmallCity.Everywhere(100));
        var json = folder.File("result.json");

        var (code, output, error) = await RunAsync(folder.Path, "--controllers", "fixed,max-queue", "--protocol", "15/5,5/2", "--json", json);

        var rows = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(json))!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.Ok), error);
            Assert.That(output, Does.Contain("max-queue"));
            Assert.That(rows, Has.Count.EqualTo(4));
            Assert.That(rows.Select(r => (double)r!["result"]!["xLightSeconds"]!), Is.All.InRange(20, 500));
        });
    }

    [TestCase("--protocol", "5/15", "15/5")]
    [TestCase("--controllers", "clever", "max-pressure")]
    [TestCase("--min-green", "0", "1 to 15")]
    [TestCase("--planner", "speed=9", "horizon")]
    public async Task Wrong_option_is_refused_with_what_would_be_accepted(string option, string value, string accepted)
    {
        using var folder = new TemporaryDirectory();

        var (code, _, error) = await RunAsync(folder.Path, option, value);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.Usage));
            Assert.That(error, Does.Contain(accepted));
        });
    }

    [Test]
    public async Task Folder_without_a_city_is_a_bad_file()
    {
        using var folder = new TemporaryDirectory();

        var (code, _, error) = await RunAsync(folder.Path);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.BadFile));
            Assert.That(error, Does.Contain("flow*.json"));
        });
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimCommandLine.RunAsync(["cityflow", .. args], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
