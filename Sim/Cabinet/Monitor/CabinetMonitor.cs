using System.Numerics;

namespace Signals.Sim.Cabinet.Monitor;

/// <summary>
/// Independent malfunction monitor. It sees field terminals only, samples them at every cabinet step and knows its own program card.
/// Every deviation is a finding at the first sample; a trip needs the persistence of NEMA TS 2 and latches until
/// <see cref="Reset"/>. Shares no code or data with the sequencer.
/// </summary>
public sealed partial class CabinetMonitor
{
    /// <summary>Conflict, early start and dual indication: no trip below 200/250 ms, trip above 450 ms.</summary>
    public const long ConflictTripMs = 300;

    public const long DualTripMs = 350;

    /// <summary>Dark channel: no trip below 700 ms, trip above 1000 ms.</summary>
    public const long RedFailTripMs = 800;

    /// <summary>Shortest yellow that does not trip, 2.7 ± 0.1 s.</summary>
    public const long YellowTripMs = 2700;

    /// <summary>Dark time of a head that the flasher drives, ms.</summary>
    public const long FlashRedFailTripMs = 1500;

    /// <summary>A flashing don't walk is out for half a second: its end is known to that resolution, plus one sample.</summary>
    private const long FlasherResolutionMs = 600;

    private readonly ProgramCard _card;
    private readonly long[] _greenSince;
    private readonly long[] _greenEnded;
    private readonly long[] _yellowSince;
    private readonly long[] _redSince;
    private readonly long[] _darkSince;
    private readonly long[] _dualSince;
    private readonly long[] _conflictSince;
    private uint _green, _yellow, _red, _dark, _dual, _conflict, _pedestrianClearing, _inRedFail, _startedShort;
    private bool _started, _inFlash, _allDarkFound;
    private long _allDarkSince;

    public CabinetMonitor(ProgramCard card)
    {
        _card = card;
        _greenSince = new long[card.Channels];
        _greenEnded = new long[card.Channels];
        _yellowSince = new long[card.Channels];
        _redSince = new long[card.Channels];
        _darkSince = new long[card.Channels];
        _dualSince = new long[card.Channels];
        _conflictSince = new long[card.Channels];
    }

    public MonitorFindings Findings { get; } = new();

    /// <summary>Faults that tripped since the last reset, bit = <see cref="FindingKind"/>.</summary>
    public uint TrippedKinds { get; private set; }

    /// <summary>Channels concerned by the trip.</summary>
    public uint TrippedChannels { get; private set; }

    /// <summary>Trips since power-up.</summary>
    public ushort TripSequence { get; private set; }

    public bool IsTripped => TrippedKinds != 0;

    /// <summary>The reset button. Standing faults trip again.</summary>
    public void Reset()
    {
        TrippedKinds = 0;
        TrippedChannels = 0;
        _started = false;
    }

    /// <summary>One sample. <paramref name="nowMs"/> is monotonic.</summary>
    public void Observe(in LampOutputs lamps, long nowMs)
    {
        if (lamps.FlashTransfer)
        {
            ObserveFlash(lamps, nowMs);
            return;
        }

        if (!_started || _inFlash)
        {
            Start(lamps, nowMs);
        }

        var amber = lamps.Yellow & lamps.Red & ~_card.PedestrianChannels;
        var yellow = lamps.Yellow & ~amber;
        Ends(lamps, yellow, nowMs);
        Starts(lamps, yellow, nowMs);
        CheckShortStarts(lamps.Green, nowMs);
        CheckConflict(lamps.Green | yellow, nowMs);
        CheckDual(lamps, amber, nowMs);
        CheckDark(lamps, RedFailTripMs, nowMs);
        _green = lamps.Green;
        _yellow = yellow;
        _red = lamps.Red;
    }

    /// <summary>After power-up, reset or flash nothing is known of earlier greens: clearances count from here.</summary>
    private void Start(in LampOutputs lamps, long nowMs)
    {
        Array.Fill(_greenEnded, nowMs);
        Array.Fill(_greenSince, nowMs);
        Array.Fill(_yellowSince, nowMs);
        Array.Fill(_redSince, nowMs);
        _green = _yellow = _dual = _conflict = _pedestrianClearing = _startedShort = 0;
        _dark = _inRedFail = 0;
        _red = lamps.Red;
        _started = true;
        _inFlash = false;
    }

    private void ObserveFlash(in LampOutputs lamps, long nowMs)
    {
        if (!_inFlash)
        {
            _inFlash = true;
            _dark = _inRedFail = 0;
            _started = true;
        }

        if (lamps.Green != 0 && _green == 0)
        {
            Find(FindingKind.GreenInFlash, nowMs, BitOperations.TrailingZeroCount(lamps.Green), -1, 0, 0);
        }

        _green = lamps.Green;
        CheckDark(lamps with { Red = lamps.Red | _card.PedestrianChannels }, FlashRedFailTripMs, nowMs);
    }

    private void Find(FindingKind kind, long nowMs, int channel, int other, long measured, long required) =>
        Findings.Add(new MonitorFinding(kind, nowMs, channel, other, measured, required));

    private void Trip(FindingKind kind, uint channels)
    {
        if (TrippedKinds == 0)
        {
            TripSequence++;
        }

        TrippedKinds |= 1u << (int)kind;
        TrippedChannels |= channels;
    }
}
