using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Tests.Support;

namespace Signals.Tests.Integration;

/// <summary>The service as a process on the example corridor: killed, paused, stopped.</summary>
[Category("Integration")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KilledControllerTests : IAsyncDisposable
{
    /// <summary>Lease of the example corridor, one second of slack for a busy machine.</summary>
    private static readonly TimeSpan WithinLease = TimeSpan.FromSeconds(3 + 1);

    private readonly TemporaryDirectory _folder = new();
    private readonly LoopbackCabinets _cabinets = new(TestCorridors.MainStreet());

    public async ValueTask DisposeAsync()
    {
        await _cabinets.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    [Platform("Linux")]
    public async Task Cabinets_of_a_killed_controller_run_their_local_plan_within_the_lease_and_a_new_one_adopts_them_without_a_step()
    {
        using (var first = Start())
        {
            await AllRemoteAsync(first);
            await Eventually.IsTrue(() => _cabinets.All(c => !c.Sequencer.Go.IsEmpty), "every cabinet shows a green", TimeSpan.FromSeconds(60));
            first.Kill();
            await Eventually.IsTrue(() => _cabinets.All(c => c.Mode == CabinetMode.LocalTimeOfDay), "local plan", WithinLease);
        }

        var epochs = _cabinets.Corridor.Intersections.Select(i => _cabinets[i.Id].With(c => c.Authority.Epoch)).ToArray();
        using var second = Start();
        var steps = await WatchAdoptionAsync(second);

        Assert.Multiple(() =>
        {
            Assert.That(steps, Is.Empty, "no group lost its green in the moment of the takeover");
            Assert.That(_cabinets.Corridor.Intersections.Select(i => _cabinets[i.Id].With(c => c.Authority.Epoch)), Is.EqualTo(epochs.Select(e => e + 1)));
            Assert.That(_cabinets.All(c => !c.Monitor.IsTripped), Is.True);
        });
    }

    [Test]
    [Platform("Linux")]
    public async Task Controller_that_was_paused_beyond_its_lease_looks_before_it_commands_again()
    {
        using var controller = Start();
        await AllRemoteAsync(controller);

        controller.Pause();
        await Eventually.IsTrue(() => _cabinets.All(c => c.Mode == CabinetMode.LocalTimeOfDay), "local plan", WithinLease);
        var rejects = _cabinets.Corridor.Intersections.Sum(i => _cabinets[i.Id].With(c => c.Authority.RejectCount));
        controller.Resume();

        await AllRemoteAsync(controller);
        Assert.That(_cabinets.Corridor.Intersections.Sum(i => _cabinets[i.Id].With(c => c.Authority.RejectCount)), Is.EqualTo(rejects), "nothing of before the pause was sent");
        Assert.That(_cabinets.All(c => !c.Monitor.IsTripped), Is.True);
    }

    [Test]
    [Platform("Linux")]
    public async Task Terminated_controller_releases_its_cabinets_at_once_and_writes_its_report()
    {
        using var controller = Start("--data", _folder.File("data"), "--json", _folder.File("report.json"));
        await AllRemoteAsync(controller);

        var code = await controller.TerminateAsync();

        Assert.That(code, Is.Zero, controller.Output);
        await Eventually.IsTrue(() => _cabinets.All(c => c.Mode != CabinetMode.Remote), "released", TimeSpan.FromSeconds(1));
        Assert.That(File.ReadAllText(_folder.File("report.json")), Does.Contain("\"incarnations\": 1").And.Contain("\"linked\": true"));
        Assert.That(Directory.GetFiles(_folder.File("data"), "*.flight", SearchOption.AllDirectories), Has.Length.EqualTo(_cabinets.Corridor.Intersections.Length));
    }

    private ControllerProcess Start(params string[] more)
    {
        var file = _folder.File("corridor.yaml");
        _cabinets.WriteFile(TestCorridors.PathOf("main-street.yaml"), file);
        return new ControllerProcess(["run", file, .. more]);
    }

    private async Task AllRemoteAsync(ControllerProcess controller)
    {
        await Eventually.IsTrue(
            () => controller.HasExited || _cabinets.All(c => c.Mode == CabinetMode.Remote), "every cabinet under remote control", TimeSpan.FromSeconds(60));
        Assert.That(controller.HasExited, Is.False, controller.Output);
    }

    /// <summary>Samples every cabinet until all are remote; returns those whose green vanished between the last local and the first remote look.</summary>
    private async Task<List<string>> WatchAdoptionAsync(ControllerProcess controller)
    {
        var steps = new List<string>();
        var before = new Dictionary<string, GroupSet>();
        var adopted = new HashSet<string>();
        await Eventually.IsTrue(
            () =>
            {
                foreach (var id in _cabinets.Corridor.Intersections.Select(i => i.Id).Where(id => !adopted.Contains(id)))
                {
                    var (mode, go) = _cabinets[id].With(c => (c.Mode, c.Sequencer.Go));
                    if (mode == CabinetMode.Remote)
                    {
                        adopted.Add(id);
                        if (before.TryGetValue(id, out var last) && !go.IsSupersetOf(last))
                        {
                            steps.Add($"{id}: {last} became {go}");
                        }
                    }

                    before[id] = go;
                }

                return adopted.Count == _cabinets.Corridor.Intersections.Length || controller.HasExited;
            },
            "adopted", TimeSpan.FromSeconds(60));
        Assert.That(controller.HasExited, Is.False, controller.Output);
        return steps;
    }
}
