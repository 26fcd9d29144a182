using Microsoft.Extensions.Time.Testing;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;
using Signals.Modbus.Client;
using Signals.Modbus.Server;
using Signals.Sim.Cabinet;
using Signals.Tests.Support;

namespace Signals.Tests.Drivers.Cabinet;

/// <summary>A driver against an emulated cabinet through real Modbus PDUs, without sockets, in fake time.</summary>
internal sealed class DriverRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Governor _governor;
    private readonly Lock _gate = new();
    private readonly Task _running;

    public DriverRig(Intersection? cabinetIs = null, Intersection? driverThinks = null, CabinetDriverOptions? options = null)
    {
        var intersection = cabinetIs ?? TestIntersections.German();
        var model = driverThinks ?? intersection;
        Cabinet = new EmulatedCabinet(intersection, EmulatedCabinetOptions.Warm, new MemoryEpochStore());
        Cabinet.Step(Now);
        var slave = new ModbusSlave(1, new CabinetRequestHandler(Cabinet, _gate));
        Wire = new FaultyMaster(new ModbusMaster([slave]));
        var table = SafetyTable.Compile(model);
        _governor = new Governor(table, model.Control);
        Driver = new CabinetDriver(Wire, new NativeProtocol(model, table, 1, ownerId: 7), options, Time);
        _running = Driver.RunAsync(_stop.Token);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public EmulatedCabinet Cabinet { get; }

    public FaultyMaster Wire { get; }

    public CabinetDriver Driver { get; }

    public Instant Now => new(Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The cabinet's clock does not stop when the driver's process does.</summary>
    public void StepCabinet() => StepCabinet(Now);

    /// <summary>
    /// 100 ms pass; returns when the driver has done what they caused. One thing after the other, so that a busy machine changes no order:
    /// the cabinet steps, the driver looks, then the controller speaks.
    /// </summary>
    public async Task StepAsync(Action? submit = null)
    {
        await SettleAsync();
        StepCabinet(Now + Duration.Tenth);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        await SettleAsync();
        if (submit is not null)
        {
            submit();
            await SettleAsync();
        }
    }

    /// <summary>
    /// The process stands still between two exchanges while the world goes on; <paramref name="onWaking"/> runs before the driver's loop does.
    /// </summary>
    public async Task StandStillAsync(TimeSpan sleep, Action onWaking)
    {
        await SettleAsync();
        StepCabinet(Now + new Duration((long)sleep.TotalMilliseconds));
        // Due before the driver's own timer, and in fake time both run after the jump.
        await using (Time.CreateTimer(_ => onWaking(), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan))
        {
            Time.Advance(sleep);
        }

        await SettleAsync();
    }

    /// <summary>
    /// The process stands still inside an exchange, which the cabinet has answered already; <paramref name="onWaking"/> runs before that
    /// answer is read.
    /// </summary>
    public async Task StandStillInExchangeAsync(TimeSpan sleep, Action meanwhile, Action onWaking)
    {
        await SettleAsync();
        using (Wire.HoldAnswers())
        {
            StepCabinet(Now + Duration.Tenth);
            // The longest wait between two polls.
            Time.Advance(TimeSpan.FromMilliseconds(150));
            await Eventually.IsTrue(() => Wire.Held > 0, "an answer is on its way");
            meanwhile();
            Time.Advance(sleep);
            StepCabinet();
            onWaking();
        }

        await SettleAsync();
    }

    public async Task RunAsync(double seconds, Action? submit = null)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            await StepAsync(submit);
        }
    }

    public async Task RunUntilAsync(Func<bool> condition, double withinSeconds, string what, Action? submit = null)
    {
        for (var i = 0; i < withinSeconds * 10 && !condition(); i++)
        {
            await StepAsync(submit);
        }

        Assert.That(condition(), Is.True, $"{what} within {withinSeconds} s; link {Driver.State}, {Driver.Problem}");
    }

    /// <summary>Brings cabinet and driver to the point of control.</summary>
    public async Task<DriverRig> ReadyAsync()
    {
        await RunUntilAsync(() => Driver.State == LinkState.Controlling && Cabinet.Mode == CabinetMode.LocalTimeOfDay, 60, "control");
        return this;
    }

    /// <summary>A tick of the controller: asks the governor for these groups and submits what it grants.</summary>
    public Refusal Ask(params int[] groups)
    {
        var verdict = _governor.Govern(new ControlIntent(GroupSet.Of(groups), 1), Driver.Latest, Now);
        if (verdict.Command is not null)
        {
            Driver.Submit(verdict.Command);
        }

        return verdict.Refusal;
    }

    /// <summary>
    /// A command that nothing but a pause speaks against: decided just now, on the status of before as if it were of now. Made by hand, because
    /// the race that brings it about cannot be called up.
    /// </summary>
    public SafeCommand Zombie(params int[] groups) =>
        _governor.Govern(new ControlIntent(GroupSet.Of(groups), 1), Driver.Latest! with { ReceivedAt = Now }, Now).Command
        ?? throw new InvalidOperationException("the governor refused: bring the rig to control first");

    public void Release() => Driver.Submit(_governor.Release(Now));

    public List<CabinetLinkEvent> DrainEvents()
    {
        var events = new List<CabinetLinkEvent>();
        while (Driver.Events.TryRead(out var happened))
        {
            events.Add(happened);
        }

        return events;
    }

    /// <summary>Ends the driver's loop, as a service that stops.</summary>
    public async Task StopDriverAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopDriverAsync();
        Driver.Dispose();
        await Wire.DisposeAsync();
        _stop.Dispose();
    }

    public Task SettleAsync() => Driver.SettleAsync();

    public void StepCabinet(Instant now)
    {
        lock (_gate)
        {
            Cabinet.Step(now);
        }
    }
}
