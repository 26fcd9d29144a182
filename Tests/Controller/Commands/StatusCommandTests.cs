using System.Text.Json;
using Signals.Controller.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Commands;

/// <summary>A controller alone answers on its control socket, too; nodes of a cluster are asked in <c>ClusterProcessTests</c>.</summary>
[Category("Integration")]
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StatusCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Controller_alone_tells_its_status_and_ends_when_it_is_told_to_leave()
    {
        var socket = _folder.File("c.sock");
        var running = RunAsync("run", TestCorridors.PathOf("main-street.yaml"), "--control-socket", socket, "--shadow");
        await Eventually.IsTrue(() => File.Exists(socket) || running.IsCompleted, "listening", TimeSpan.FromSeconds(30));

        var status = await StatusOnceWatchingAsync(socket);
        var move = await RunAsync("move", "main-1st", "edge-2", "--control-socket", socket);
        var second = await RunAsync("run", TestCorridors.PathOf("main-street.yaml"), "--control-socket", socket, "--shadow", "--duration", "1s");
        var leave = await RunAsync("leave", "--control-socket", socket);

        var json = JsonDocument.Parse(status.Output).RootElement;
        Assert.That(status.Code, Is.EqualTo(1), "shadow mode excuses no cabinet that is not there");
        Assert.That(json.GetProperty("intersections").GetArrayLength(), Is.EqualTo(5));
        Assert.That(json.GetProperty("members").GetArrayLength(), Is.Zero);
        Assert.That((move.Code, move.Output), Is.EqualTo((1, "this controller is no node of a cluster: there is nowhere to move to" + Environment.NewLine)));
        Assert.That((second.Code, second.Output.Contains("another controller answers", StringComparison.Ordinal)), Is.EqualTo((3, true)));
        Assert.That(leave.Code, Is.Zero);
        Assert.That((await running).Code, Is.Zero);
        Assert.That(File.Exists(socket), Is.False);
    }

    [Test]
    public async Task Asking_nobody_says_so()
    {
        var result = await RunAsync("status", "--control-socket", _folder.File("none.sock"));

        Assert.That(result.Code, Is.EqualTo(3));
        Assert.That(result.Output, Does.Contain("no controller answers on").And.Contain("none.sock"));
        Assert.That((await RunAsync("status")).Code, Is.EqualTo(2), "which controller is not said");
    }

    /// <summary>The answer once every intersection has ticked: before that none tells that it is in shadow mode.</summary>
    private static async Task<(int Code, string Output)> StatusOnceWatchingAsync(string socket)
    {
        (int Code, string Output) status = default;
        await Eventually.IsTrue(
            async () =>
            {
                status = await RunAsync("status", "--control-socket", socket, "--json");
                return JsonDocument.Parse(status.Output).RootElement.GetProperty("intersections").EnumerateArray().All(i => i.GetProperty("shadow").GetBoolean());
            },
            "every intersection in shadow mode");
        return status;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await ControllerCommandLine.RunAsync(arguments, output, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
