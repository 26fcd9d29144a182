using System.Net;
using Signals.Core.Units;
using Signals.Modbus;
using Signals.Modbus.Server;

namespace Signals.Sim.Cabinet;

/// <summary>
/// An emulated cabinet on the network, in real time: a Modbus/TCP slave around the cabinet and the 100 ms loop that advances it on the
/// monotonic clock. Emulated time is continuous: a loop that wakes late catches up in whole steps, so that lamps never change faster or slower than the
/// cabinet timed them. After a pause beyond <see cref="CatchUpLimit"/> emulated time stands still for the rest of it, which lengthens intervals.
/// </summary>
public sealed class EmulatedCabinetServer : IAsyncDisposable
{
    /// <summary>Longest backlog that is caught up: 20 steps.</summary>
    public static readonly Duration CatchUpLimit = new(2000);

    private readonly Lock _gate = new();
    private readonly EmulatedCabinet _cabinet;
    private readonly TimeProvider _time;
    private readonly ModbusTcpSlaveNetwork _network;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _startedAt;
    private readonly Instant _startedUtc;
    private Instant _steppedTo;
    private Duration _stoodStill;
    private Task _running = Task.CompletedTask;

    public EmulatedCabinetServer(EmulatedCabinet cabinet, EmulatedCabinetServerOptions options, TimeProvider? timeProvider = null)
    {
        _cabinet = cabinet;
        _time = timeProvider ?? TimeProvider.System;
        _network = new ModbusTcpSlaveNetwork(options.EndPoint, ModbusFraming.Tcp, options.Tls, options.Network, _time);
        var handler = new CabinetRequestHandler(cabinet, _gate);
        var identification = new DeviceIdentification("Signals", "emulated-cabinet", $"map {Drivers.Cabinet.RegisterMap.Version}");
        foreach (var unitId in options.UnitIds)
        {
            _network.AddSlave(new ModbusSlave(unitId, handler, identification));
        }

        _startedAt = _time.GetTimestamp();
        _startedUtc = new Instant(_time.GetUtcNow().ToUnixTimeMilliseconds());
        _steppedTo = _startedUtc - EmulatedCabinet.Period;
    }

    /// <summary>Address in use, once started.</summary>
    public IPEndPoint LocalEndPoint => _network.LocalEndPoint;

    /// <summary>What the listener has seen.</summary>
    public ModbusSlaveNetworkStatistics Statistics => _network.Statistics;

    /// <summary>Ends when the server is stopped; fails when its loop has failed.</summary>
    public Task Completion => _running;

    /// <summary>Binds the port and starts the loop.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port cannot be bound.</exception>
    public void Start()
    {
        StepNow();
        var listening = _network.ListenAsync(_stop.Token);
        _running = Task.WhenAll(listening, LoopAsync());
    }

    /// <summary>Works on the cabinet (panel, detectors, lamps, findings) with the loop and all masters held off.</summary>
    public T With<T>(Func<EmulatedCabinet, T> work)
    {
        lock (_gate)
        {
            return work(_cabinet);
        }
    }

    /// <inheritdoc cref="With{T}"/>
    public void With(Action<EmulatedCabinet> work)
    {
        lock (_gate)
        {
            work(_cabinet);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // The way it stops.
        }

        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(EmulatedCabinet.Period.Milliseconds), _time);
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
        {
            StepNow();
        }
    }

    private void StepNow()
    {
        var utc = new Instant(_time.GetUtcNow().ToUnixTimeMilliseconds());
        lock (_gate)
        {
            var target = _startedUtc + new Duration((long)_time.GetElapsedTime(_startedAt).TotalMilliseconds) - _stoodStill;
            if (target - _steppedTo > CatchUpLimit)
            {
                _stoodStill += target - _steppedTo - CatchUpLimit;
                target = _steppedTo + CatchUpLimit;
            }

            while (_steppedTo + EmulatedCabinet.Period <= target)
            {
                _steppedTo += EmulatedCabinet.Period;
                _cabinet.Step(_steppedTo, utc);
            }
        }
    }
}
