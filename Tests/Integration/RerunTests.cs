using System.Net;
using Signals.Controller.Hosting;
using Signals.Core.Ports;
using Signals.Sim.Commands;
using Signals.Tests.Support;

namespace Signals.Tests.Integration;

/// <summary>The promise of the flight recorder, end to end: what the service did on real sockets comes out again, bit for bit.</summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RerunTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly LoopbackCabinets _cabinets = new(TestCorridors.MainStreet());

    public async ValueTask DisposeAsync()
    {
        await _cabinets.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Flight_logs_of_the_example_corridor_rerun_to_the_same_commands()
    {
        var options = new ControllerOptions
        {
            Cabinets = new ModbusCabinets(),
            Udp = new IPEndPoint(IPAddress.Loopback, 0),
            DataDirectory = _folder.Path,
            CorridorFile = await File.ReadAllBytesAsync(TestCorridors.PathOf("main-street.yaml")),
        };
        await using (var host = await ControllerHost.StartAsync(_cabinets.Corridor, options, CancellationToken.None))
        {
            await Eventually.IsTrue(() => _cabinets.All(c => c.Mode == CabinetMode.Remote), "control", TimeSpan.FromSeconds(30));
            await Eventually.IsTrue(
                () => host.Snapshot().Intersections.All(i => i.Latest?.Ticks.Commands > 50), "five seconds of commands", TimeSpan.FromSeconds(30));
        }

        foreach (var folder in Directory.GetDirectories(Path.Combine(_folder.Path, "flight")))
        {
            using var output = new StringWriter();
            var code = await SimCommandLine.RunAsync(["rerun", folder], output, output, CancellationToken.None);
            Assert.That(code, Is.Zero, output.ToString());
            Assert.That(output.ToString(), Does.Contain(", 0 differ"));
        }
    }

    [Test]
    public async Task Rerun_of_something_else_is_refused_with_advice()
    {
        using var output = new StringWriter();

        var code = await SimCommandLine.RunAsync(["rerun", TestCorridors.PathOf("main-street.yaml")], output, output, CancellationToken.None);

        Assert.That(code, Is.EqualTo(3));
        Assert.That(output.ToString(), Does.Contain("not a flight log"));
    }
}
