using System.Text.Json;
using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Safety;

[Category("Integration")]
public sealed class SoakCommandTests
{
    [Test]
    public async Task Soak_of_the_example_corridor_is_safe_and_writes_its_result()
    {
        var json = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"soak-{Guid.NewGuid():N}.json");
        try
        {
            var exit = await SimCommandLine.RunAsync(
                ["soak", TestCorridors.PathOf("main-street.yaml"), "--steps", "20000", "--seeds", "1", "--json", json],
                TestContext.Out, TestContext.Error, CancellationToken.None);

            using var result = JsonDocument.Parse(await File.ReadAllTextAsync(json));
            Assert.That(exit, Is.EqualTo(ExitCode.Ok));
            Assert.That(result.RootElement.GetProperty("steps").GetInt64(), Is.EqualTo(20_000));
            Assert.That(result.RootElement.GetProperty("findings").GetInt64(), Is.Zero);
            Assert.That(result.RootElement.GetProperty("runs").GetArrayLength(), Is.EqualTo(5));
        }
        finally
        {
            File.Delete(json);
        }
    }

    [TestCase("soak", "--steps", "0")]
    [TestCase("soak", "--seeds", "-1")]
    public async Task Wrong_usage_is_refused(params string[] arguments) =>
        Assert.That(await SimCommandLine.RunAsync(arguments, TextWriter.Null, TextWriter.Null, CancellationToken.None), Is.EqualTo(ExitCode.Usage));

    [Test]
    public async Task Interrupted_soak_says_so()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var exit = await SimCommandLine.RunAsync(["soak", TestCorridors.PathOf("main-street.yaml")], TextWriter.Null, TextWriter.Null, stop.Token);

        Assert.That(exit, Is.EqualTo(ExitCode.Interrupted));
    }
}
