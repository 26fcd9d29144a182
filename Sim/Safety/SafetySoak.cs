using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Cabinet.Monitor;

namespace Signals.Sim.Safety;

/// <summary>
/// Safety soak of one cabinet in virtual time: random traffic, hostile masters, panel, pre-emption and lamp faults, judged at every step by an
/// auditor (a second monitor, on the load switches, strict from the first sample) and by the service bound. Deterministic by seed.
/// </summary>
public sealed class SafetySoak
{
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Longest persistence before a trip, in steps, rounded up.</summary>
    private const long TripSteps = 10;

    private readonly EmulatedCabinet _cabinet;
    private readonly CabinetMonitor _auditor;
    private readonly SoakMaster _master;
    private readonly SoakSurroundings _surroundings;
    private readonly ServiceBound _bound;
    private readonly long[] _stepsByMode = new long[(int)CabinetMode.Dark + 1];
    private readonly int _seed;

    /// <summary>
    /// A trip is explained by a lamp fault up to this many steps before it: a spurious green too short to trip still counts as a green for the
    /// intergreen of what starts next.
    /// </summary>
    private readonly long _explainedWithin;
    private long _step, _lastLampFault = -1000, _explained, _unexplained, _greens, _cycleFaults;
    private bool _wasTripped, _wasCycleFault;
    private GroupSet _go;
    private ulong _digest = 14695981039346656037;

    public SafetySoak(Intersection intersection, int seed)
        : this(intersection, seed, EmulatedCabinetOptions.Default, intersection)
    {
    }

    /// <summary>For negative controls: an auditor whose program card differs, or a cabinet without its guards, must be noticed.</summary>
    internal SafetySoak(Intersection intersection, int seed, EmulatedCabinetOptions options, Intersection auditedBy)
    {
        _seed = seed;
        var random = new Random(seed);
        _cabinet = new EmulatedCabinet(intersection, options, new MemoryEpochStore());
        _auditor = new CabinetMonitor(new ProgramCard(auditedBy));
        _master = new SoakMaster(_cabinet, random);
        _surroundings = new SoakSurroundings(_cabinet, random);
        _bound = new ServiceBound(_cabinet);
        _explainedWithin = TripSteps + LongestIntergreen(intersection).Milliseconds / EmulatedCabinet.Period.Milliseconds;
    }

    /// <summary>Runs further steps; may be called again to go on.</summary>
    public SafetySoakResult Run(long steps, CancellationToken cancellation = default)
    {
        for (var end = _step + steps; _step < end; _step++)
        {
            if (_step % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Step();
        }

        return Result();
    }

    private void Step()
    {
        var now = new Instant(_step * EmulatedCabinet.Period.Milliseconds);
        _surroundings.Act(_step);
        if (_step > 0)
        {
            _master.Act(_step, now - EmulatedCabinet.Period);
        }

        _lastLampFault = _surroundings.HasLampFault ? _step : _lastLampFault;
        _cabinet.Step(now);
        _auditor.Observe(_cabinet.Lamps.Intended, now.UnixMilliseconds);
        _bound.Watch();
        Tally();
    }

    private void Tally()
    {
        _stepsByMode[(int)_cabinet.Mode]++;
        _greens += (_cabinet.Sequencer.Go - _go).Count;
        _go = _cabinet.Sequencer.Go;
        if (_cabinet.Monitor.IsTripped && !_wasTripped)
        {
            _explained += _step - _lastLampFault <= _explainedWithin ? 1 : 0;
            _unexplained += _step - _lastLampFault <= _explainedWithin ? 0 : 1;
        }

        var cycleFault = _cabinet.Reason == Drivers.Cabinet.ModeReason.CycleFault;
        _cycleFaults += cycleFault && !_wasCycleFault ? 1 : 0;
        _wasTripped = _cabinet.Monitor.IsTripped;
        _wasCycleFault = cycleFault;
        var lit = _cabinet.Lamps.Lit;
        Mix((ulong)lit.Red << 32 | lit.Green);
        Mix((ulong)lit.Yellow << 32 | (uint)_cabinet.Mode);
    }

    private static Duration LongestIntergreen(Intersection intersection)
    {
        var longest = Duration.Zero;
        for (var leaving = 0; leaving < intersection.Groups.Length; leaving++)
        {
            for (var entering = 0; entering < intersection.Groups.Length; entering++)
            {
                longest = Duration.Max(longest, intersection.Intergreens.Between(leaving, entering) ?? Duration.Zero);
            }
        }

        return longest;
    }

    private void Mix(ulong value) => _digest = unchecked((_digest ^ value) * FnvPrime);

    private SafetySoakResult Result() => new(
        _cabinet.Intersection.Id, _seed, _step, _auditor.Findings.Total, [.. _auditor.Findings.First.Take(5).Select(f => f.ToString())],
        _unexplained, _explained, _bound.Late, _bound.Longest, _bound.Bound, _greens, _master.Accepted, _master.Rejected, _cycleFaults, [.. _stepsByMode], _digest);
}
