using Signals.Controller.Hosting;
using Signals.Core.Ports;
using Signals.Sim.Cabinet;
using Signals.Sim.Demand;
using Signals.Sim.Desktop;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Desktop;

/// <summary>The whole corridor in one process over real sockets, on free ports.</summary>
[TestFixture, Category("Integration")]
public class DesktopCorridorTests
{
    private DesktopCorridor _overMqtt = null!;
    private DesktopCorridor _overUdp = null!;

    /// <summary>Cabinets take half a minute to start up, so both corridors start before the first test.</summary>
    [OneTimeSetUp]
    public async Task StartBoth()
    {
        _overMqtt = await StartAsync(SensorWire.Mqtt);
        _overUdp = await StartAsync(SensorWire.Udp);
    }

    [OneTimeTearDown]
    public async Task StopBoth()
    {
        await _overMqtt.DisposeAsync();
        await _overUdp.DisposeAsync();
    }

    [Test]
    public async Task Corridor_over_udp_is_controlled_and_a_monitor_trip_stays_at_its_cabinet()
    {
        var watch = await ControlledAsync(_overUdp);

        _overUdp.Field.Cabinets[0].With(cabinet => cabinet.Lamps.Inject(0, Lamp.Red, LampFault.StuckOn));
        _overUdp.Field.Cabinets[0].With(cabinet => cabinet.Lamps.Inject(0, Lamp.Green, LampFault.StuckOn));

        await Eventually.IsTrue(() => watch.Look().Intersections[0].Mode == CabinetMode.FaultFlash, "flash at the first cabinet");
        Assert.That(watch.Look().Intersections.Skip(1).Select(x => x.Mode), Is.All.EqualTo(CabinetMode.Remote));
        var summary = watch.Summarise();
        Assert.That(summary.IsClean, Is.False);
        Assert.That(summary.Problems, Has.Some.StartsWith($"{_overUdp.Corridor.Intersections[0].Id}: the monitor found"));
    }

    [Test]
    public async Task Corridor_over_mqtt_is_controlled_and_given_back_to_local_plans_when_the_controller_stops()
    {
        await ControlledAsync(_overMqtt);

        await _overMqtt.Controller.StopAsync(CancellationToken.None);

        await Eventually.IsTrue(
            () => _overMqtt.Field.Cabinets.All(c => c.With(cabinet => cabinet.Mode) == CabinetMode.LocalTimeOfDay), "local plans");
        Assert.That(_overMqtt.Field.Cabinets.Sum(c => c.With(cabinet => cabinet.Monitor.Findings.Total)), Is.Zero);
    }

    [Test]
    public async Task Taken_port_is_named_with_what_to_do()
    {
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        squatter.Start();
        var port = ((System.Net.IPEndPoint)squatter.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<IOException>(() => StartAsync(SensorWire.Udp, basePort: port - 1));

        Assert.That(failure!.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("--base-port"));
    }

    /// <summary>Waits for remote control and sensor data on every intersection; nothing may have gone wrong on the way.</summary>
    private static async Task<DesktopWatch> ControlledAsync(DesktopCorridor desktop)
    {
        var watch = new DesktopWatch(desktop, TimeProvider.System);
        await Eventually.IsTrue(
            () => watch.Look().Intersections.All(x => x.Mode == CabinetMode.Remote), "remote control on all intersections", TimeSpan.FromSeconds(60));
        await Eventually.IsTrue(
            () => desktop.Controller.Snapshot().Intersections.All(x => x.Latest?.Ticks.Readings > 0), "sensor readings everywhere", TimeSpan.FromSeconds(20));
        var summary = watch.Summarise();
        Assert.That(summary.Problems, Is.Empty);
        Assert.That(summary.SensorMessages, Is.GreaterThan(0));
        return watch;
    }

    private static Task<DesktopCorridor> StartAsync(SensorWire wire, int basePort = 0)
    {
        var corridor = TestCorridors.MainStreet();
        var options = new DesktopOptions { BasePort = basePort, Sensors = wire, Cabinet = EmulatedCabinetOptions.Warm };
        return DesktopCorridor.StartAsync(
            corridor, Scenario.Uniform(corridor, 400, 60), options, new ModbusCabinets(), TimeProvider.System, CancellationToken.None);
    }
}
