using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Commands;

/// <summary><c>sim train</c> and <c>sim evaluate-predictor</c> as a user sees them, as far as nothing is simulated.</summary>
[TestFixture, Category("Unit")]
public class TrainCommandTests
{
    [Test]
    public async Task Events_without_detectors_exit_with_the_option_that_is_missing()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("log.csv"), "TimeStamp,DeviceId,EventId,Parameter\n2024-05-13 15:00:00.000,227,82,27\n");

        var (code, _, error) = await RunAsync("train", "--data", folder.File("log.csv"));

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("log.csv").And.Contain("--detectors"));
    }

    [Test]
    public async Task Short_log_of_events_exits_with_the_length_that_is_needed()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            folder.File("log.csv"), "TimeStamp,DeviceId,EventId,Parameter\n2024-05-13 15:00:00.000,227,82,27\n2024-05-13 15:30:00.000,227,82,27\n");
        await File.WriteAllTextAsync(folder.File("detectors.csv"), "DeviceId,Phase,Function,Parameter\n227,2,Advance,27\n");

        var (code, _, error) = await RunAsync("train", "--data", folder.File("log.csv"), "--detectors", folder.File("detectors.csv"));

        Assert.That(code, Is.EqualTo(ExitCode.BadFile));
        Assert.That(error, Does.Contain("30 min").And.Contain("120 min"));
    }

    [TestCase("evaluate-predictor", "--data sumo", "--map")]
    [TestCase("evaluate-predictor", "--data moon", "sumo")]
    [TestCase("evaluate-predictor", "--data sumo --map x.sumocfg --seeds 3-1", "1-10")]
    [TestCase("train", "--sumo-sets 1", "2 to 40")]
    public async Task Option_out_of_its_range_exits_2_and_says_what_is_accepted(string verb, string options, string accepted)
    {
        var (code, output, error) = await RunAsync([verb, .. options.Split(' ')]);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(output + error, Does.Contain(accepted));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await SimCommandLine.RunAsync(arguments, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
