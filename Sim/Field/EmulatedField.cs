using System.Collections.Immutable;
using System.Net;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Demand;
using Signals.Sim.Sensors;
using Signals.Sim.Traffic;

namespace Signals.Sim.Field;

/// <summary>
/// Everything at the roadside in real time: traffic that obeys the lamps, cabinets on Modbus TCP that step themselves, sensors that send their
/// messages. One loop owns the traffic; cabinets are touched only under their server's lock.
/// </summary>
public sealed class EmulatedField : IAsyncDisposable
{
    /// <summary>Behind by more than this, the loop lets the time go instead of rushing the traffic through it.</summary>
    private static readonly Duration LongestLag = Duration.FromSeconds(2);

    private readonly Corridor _corridor;
    private readonly FieldOptions _options;
    private readonly TimeProvider _time;
    private readonly TrafficEngine _traffic;
    private readonly EmulatedSensors[] _sensors;
    private readonly GroupState[][] _shown;
    private readonly List<SensorObservation> _observations = new(64);
    private readonly long _startedAt;
    private readonly Instant _startedUtc;
    private SensorPublisher[] _publishers = [];
    private Duration _skipped = Duration.Zero;
    private long _steps;
    private volatile FieldPicture _picture = new(0, 0, 0, []);

    /// <exception cref="ScenarioException">The scenario names a place that the corridor does not have.</exception>
    public EmulatedField(Corridor corridor, Scenario scenario, FieldOptions options, TimeProvider time)
    {
        (_corridor, _options, _time) = (corridor, options, time);
        _startedAt = time.GetTimestamp();
        _startedUtc = new Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
        _traffic = TrafficEngine.Create(
            corridor, scenario, options.Seed,
            TrafficOptions.Default with { StepLength = options.TrafficStep, Start = _startedUtc, TimeOfDay = options.DemandAt });
        _sensors = [.. corridor.Intersections.Select((_, i) => new EmulatedSensors(_traffic, i, SensorErrorModel.FieldModelOf, options.Seed))];
        _shown = [.. corridor.Intersections.Select(x => new GroupState[x.Groups.Length])];
        Cabinets = [.. corridor.Intersections.Select(ServerOf)];
    }

    /// <summary>One server an intersection, in the order of the file.</summary>
    public ImmutableArray<EmulatedCabinetServer> Cabinets { get; }

    /// <summary>Latest picture, at most half a second old.</summary>
    public FieldPicture Picture => _picture;

    /// <summary>Powers the cabinets up and opens their ports.</summary>
    /// <exception cref="IOException">A port is taken; the message names it.</exception>
    public void Start()
    {
        foreach (var (index, server) in Cabinets.Index())
        {
            try
            {
                server.Start();
            }
            catch (System.Net.Sockets.SocketException failure)
            {
                throw new IOException(
                    $"the emulated cabinet of {_corridor.Intersections[index].Id} cannot listen on {AddressOf(index)}: {failure.Message}; choose other ports with --base-port", failure);
            }
        }
    }

    /// <summary>Moves traffic and sensors until cancelled. Fails when a cabinet's server fails.</summary>
    /// <param name="output">Where the sensors send.</param>
    public async Task RunAsync(ISensorOutput output, CancellationToken cancellationToken)
    {
        _publishers = [.. _corridor.Intersections.Select(x => new SensorPublisher(x, _options.SiteOf(x.Id), output))];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(EmulatedCabinet.Period.Milliseconds), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Advance();
                await FailIfACabinetFailedAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way it ends.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Cabinets)
        {
            await server.DisposeAsync();
        }

        foreach (var publisher in _publishers)
        {
            publisher.Dispose();
        }
    }

    private EmulatedCabinetServer ServerOf(Intersection intersection, int index)
    {
        var cabinet = new EmulatedCabinet(intersection, _options.Cabinet with { LocalTimeOffset = _options.LocalTimeOffset }, new MemoryEpochStore());
        cabinet.Authority.Witness = _options.WitnessOf?.Invoke(intersection.Id);
        return new EmulatedCabinetServer(
            cabinet, new EmulatedCabinetServerOptions { EndPoint = AddressOf(index), UnitIds = [intersection.Cabinet.UnitId] }, _time);
    }

    private IPEndPoint AddressOf(int index) => _options.Cabinets.IsDefaultOrEmpty ? new IPEndPoint(IPAddress.Loopback, 0) : _options.Cabinets[index];

    private async Task FailIfACabinetFailedAsync()
    {
        foreach (var server in Cabinets)
        {
            if (server.Completion.IsFaulted)
            {
                await server.Completion;
            }
        }
    }

    private void Advance()
    {
        var elapsed = new Duration((long)_time.GetElapsedTime(_startedAt).TotalMilliseconds);
        var lag = _startedUtc + elapsed - _skipped - _traffic.Now;
        _skipped = lag > LongestLag ? _skipped + lag : _skipped;
        while (_traffic.Now + _traffic.StepLength <= _startedUtc + elapsed - _skipped)
        {
            ReadLamps();
            _traffic.Step();
            _steps++;
            Sense();
        }

        if (_steps % 2 == 0)
        {
            _picture = TakePicture();
        }
    }

    private void ReadLamps()
    {
        for (var i = 0; i < _shown.Length; i++)
        {
            var shown = _shown[i];
            Cabinets[i].With(cabinet => cabinet.Shown.States.CopyTo(shown));
            _traffic.SetSignals(i, shown);
        }
    }

    private void Sense()
    {
        for (var i = 0; i < _sensors.Length; i++)
        {
            _observations.Clear();
            _sensors[i].Advance(_observations);
            foreach (var observation in _observations)
            {
                if (observation.Sensor.Length > 0)
                {
                    _publishers[i].Publish(observation, _skipped);
                }
                else if (observation.Kind == ObservationKind.Event)
                {
                    var channel = _corridor.Intersections[i].Detectors[observation.DetectorIndex].Channel;
                    var on = observation.On;
                    Cabinets[i].With(cabinet => cabinet.Detectors.Set(channel, on));
                }
            }
        }
    }

    private FieldPicture TakePicture() => new(
        _traffic.VehicleCount, _steps, _skipped.Milliseconds,
        [
            .. _corridor.Intersections.Select((x, i) => Cabinets[i].With(cabinet => new FieldIntersection(
                x.Id, x.LaneGroups.Sum(g => _traffic.QueuedVehicles(i, g.Index)), cabinet.Mode, cabinet.Panel.Inputs, cabinet.Monitor.IsTripped,
                cabinet.Monitor.Findings.Total, cabinet.Monitor.Findings.Total == 0 ? "" : cabinet.Monitor.Findings.First[0].ToString()))),
        ]);
}
