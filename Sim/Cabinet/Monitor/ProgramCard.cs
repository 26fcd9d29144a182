using Signals.Core.Model;

namespace Signals.Sim.Cabinet.Monitor;

/// <summary>
/// The monitor's own programming: which channels are permissive together and how long everything must last. It is read from the
/// intersection's data by the monitor's own arithmetic and shares nothing with the sequencer's tables.
/// </summary>
public sealed class ProgramCard
{
    private readonly long[] _clearanceToStart;

    public ProgramCard(Intersection intersection)
    {
        Channels = intersection.Groups.Length;
        Permissive = new uint[Channels];
        MinimumGreenMs = new long[Channels];
        ClearanceMs = new long[Channels];
        RedAmberMs = new long[Channels];
        _clearanceToStart = new long[Channels * Channels];
        foreach (var group in intersection.Groups)
        {
            var channel = group.Index;
            PedestrianChannels |= group.Kind == SignalGroupKind.Pedestrian ? 1u << channel : 0;
            MinimumGreenMs[channel] = group.Timing.MinGo.Milliseconds;
            ClearanceMs[channel] = group.Timing.Clearance.Milliseconds;
            RedAmberMs[channel] = group.Timing.RedAmber.Milliseconds;
            for (var other = 0; other < Channels; other++)
            {
                var between = intersection.Intergreens.Between(channel, other);
                Permissive[channel] |= between is null ? 1u << other : 0;
                _clearanceToStart[channel * Channels + other] = between?.Milliseconds ?? 0;
            }
        }
    }

    public int Channels { get; }

    public uint AllChannels => Channels == 32 ? uint.MaxValue : (1u << Channels) - 1;

    public uint PedestrianChannels { get; }

    /// <summary>By channel: bit of every channel that may have right of way with it, itself included.</summary>
    public uint[] Permissive { get; }

    /// <summary>Minimum green or walk, ms.</summary>
    public long[] MinimumGreenMs { get; }

    /// <summary>Yellow or pedestrian clearance, ms.</summary>
    public long[] ClearanceMs { get; }

    /// <summary>Red-amber before green, ms; 0 where it is not used.</summary>
    public long[] RedAmberMs { get; }

    /// <summary>Yellow plus red from the end of green of <paramref name="leaving"/> to the start of <paramref name="entering"/>, ms.</summary>
    public long ClearanceToStart(int leaving, int entering) => _clearanceToStart[leaving * Channels + entering];
}
