using Microsoft.Extensions.Logging;
using Signals.Actors.Messages;
using Signals.Controller.Hosting;
using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Tests.Support;

namespace Signals.Tests.Controller.Hosting;

[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ControllerHostTests : IAsyncDisposable
{
    private static readonly Corridor Corridor = new(
        "test", "mutcd", "UTC", TrafficSide.Right, [TestIntersections.RingBarrier("a", 1), TestIntersections.German("b", 2)], [], "hash");

    private readonly CabinetYard _yard = new(Corridor);
    private readonly TemporaryDirectory _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _yard.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Host_controls_every_intersection_and_releases_them_when_it_stops()
    {
        var host = await StartAsync();
        await RemoteAsync("a");
        await RemoteAsync("b");
        var snapshot = host.Snapshot();

        await host.StopAsync(CancellationToken.None);

        await Eventually.IsTrue(
            () => _yard.ModeOf("a") != CabinetMode.Remote && _yard.ModeOf("b") != CabinetMode.Remote, "released", TimeSpan.FromSeconds(1));
        Assert.That(snapshot.Intersections.Select(i => i.Linked), Is.All.True);
        Assert.That(snapshot.Intersections.Select(i => i.Latest!.Level), Is.All.EqualTo(ControlLevel.Adaptive));
        Assert.That(_yard["a"].With(c => c.Monitor.IsTripped), Is.False);
    }

    [Test]
    public async Task Host_with_a_cabinet_unreachable_says_so_controls_the_others_and_takes_it_when_it_is_found()
    {
        _yard.CutOff = "b";
        var log = new LogBook();
        await using var host = await StartAsync(loggers: log);
        await RemoteAsync("a");
        await Eventually.IsTrue(() => log.Lines.Any(l => l.Contains("b: cabinet at", StringComparison.Ordinal) && l.Contains("cannot be reached", StringComparison.Ordinal)), "says so");
        var missing = host.Snapshot().Intersections[1];

        _yard.CutOff = "";

        await RemoteAsync("b");
        Assert.That(missing.Linked, Is.False);
        Assert.That(missing.Latest!.Cause, Is.EqualTo(LadderCause.CabinetSilent));
        Assert.That(_yard.ModeOf("a"), Is.EqualTo(CabinetMode.Remote));
    }

    [Test]
    public async Task Cabinet_that_is_lost_runs_its_own_plan_within_the_lease_and_is_adopted_when_found()
    {
        await using var host = await StartAsync();
        await RemoteAsync("a");
        await RemoteAsync("b");

        _yard.CutOff = "a";
        await Eventually.IsTrue(() => _yard.ModeOf("a") == CabinetMode.LocalTimeOfDay, "local plan", TimeSpan.FromSeconds(6));
        Assert.That(_yard.ModeOf("b"), Is.EqualTo(CabinetMode.Remote), "the other one is not touched");
        _yard.CutOff = "";

        await RemoteAsync("a");
        Assert.That(_yard["a"].With(c => c.Monitor.IsTripped), Is.False);
    }

    [Test]
    public async Task Intersection_that_is_wrong_starts_nothing_at_all()
    {
        var made = 0;
        var options = Options() with
        {
            NewTick = (corridor, intersection) =>
            {
                made++;
                return intersection.Id == "b" ? throw new ArgumentException("phase 3 has no clearance") : Ticks.Resting(corridor, intersection);
            },
            DataDirectory = _folder.File("data"),
        };

        Assert.That(
            async () => await ControllerHost.StartAsync(Corridor, options, CancellationToken.None),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("intersection b: phase 3 has no clearance"));

        Assert.That(made, Is.EqualTo(2));
        Assert.That(Directory.Exists(_folder.File("data")), Is.False, "not even its data directory was made");
        Assert.That(_yard.ModeOf("a"), Is.Not.EqualTo(CabinetMode.Remote));
        await Task.CompletedTask;
    }

    [Test]
    public async Task Flight_log_of_a_run_reruns_to_the_same_commands_and_events_are_stored()
    {
        await using (var host = await StartAsync(data: true))
        {
            await RemoteAsync("a");
            await Eventually.IsTrue(() => host.Snapshot().Intersections[0].Latest?.Ticks.Commands > 20, "some commands");
        }

        var log = FlightLog.Open(Path.Combine(_folder.Path, "flight", "a"));
        var result = FlightRerun.Run(log.Read(), () => Ticks.Resting(Corridor, Corridor.Intersections[0]), explain: null);

        Assert.Multiple(() =>
        {
            Assert.That(result.First, Is.Null);
            Assert.That(result.IsSame, Is.True);
            Assert.That(result.Judged, Is.GreaterThan(20));
            Assert.That(log.Read().Count(f => f.Tick?.Digest.Commanded == true), Is.GreaterThan(20));
        });
        using var archive = Signals.Controller.Storage.EventArchive.Open(Path.Combine(_folder.Path, "events.db"));
        Assert.That(archive.Read(null, null, null).Count(), Is.Positive);
    }

    [Test]
    public async Task Operator_release_gives_the_cabinet_back_and_an_unknown_name_is_answered()
    {
        await using var host = await StartAsync();
        await RemoteAsync("a");

        var reply = await host.OperateAsync("a", new IntersectionCommand.Release(), CancellationToken.None);
        var unknown = await host.OperateAsync("c", new IntersectionCommand.Release(), CancellationToken.None);

        await Eventually.IsTrue(() => _yard.ModeOf("a") != CabinetMode.Remote, "released", TimeSpan.FromSeconds(1));
        Assert.That(reply.Accepted, Is.True);
        Assert.That(unknown.Accepted, Is.False);
    }

    [Test]
    public async Task Shadow_decides_and_commands_nothing()
    {
        await using var host = await ControllerHost.StartAsync(Corridor, Options() with { Shadow = true }, CancellationToken.None);
        await Eventually.IsTrue(() => host.Snapshot().Intersections[0].Latest is { Intent.Green.IsEmpty: false }, "decides");

        Assert.That(_yard.ModeOf("a"), Is.Not.EqualTo(CabinetMode.Remote));
        Assert.That(host.Snapshot().Intersections[0].Latest!.Ticks.Commands, Is.Zero);
    }

    private Task RemoteAsync(string id) => Eventually.IsTrue(() => _yard.ModeOf(id) == CabinetMode.Remote, $"{id} under remote control", TimeSpan.FromSeconds(20));

    private ControllerOptions Options() => new() { Cabinets = _yard, NewTick = Ticks.Resting };

    private Task<ControllerHost> StartAsync(ILoggerFactory? loggers = null, bool data = false) => ControllerHost.StartAsync(
        Corridor,
        Options() with
        {
            Loggers = loggers ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            DataDirectory = data ? _folder.Path : null,
        },
        CancellationToken.None);
}
