using Signals.Core.Model;

namespace Signals.Core.Tick;

/// <summary>
/// Number by which an event names a group: its phase in ring-barrier control (vehicle and pedestrian group alike), 1–16 for overlaps A–P, and group index + 1
/// in stage control, where phases have no numbers of their own.
/// </summary>
public sealed class PhaseNumbers
{
    private readonly int[] _number;
    private readonly int[] _partner;
    private GroupSet _overlaps;

    public PhaseNumbers(Intersection intersection)
    {
        _number = new int[intersection.Groups.Length];
        _partner = new int[intersection.Groups.Length];
        Array.Fill(_partner, -1);
        for (var group = 0; group < _number.Length; group++)
        {
            _number[group] = group + 1;
        }

        if (intersection.Sequence is RingBarrierSequence sequence)
        {
            Number(sequence);
        }
    }

    public int Of(int group) => _number[group];

    public bool IsOverlap(int group) => _overlaps.Contains(group);

    /// <summary>The pedestrian group of a phase's vehicle group, and the other way round; −1 when there is none.</summary>
    public int Partner(int group) => _partner[group];

    private void Number(RingBarrierSequence sequence)
    {
        foreach (var phase in sequence.Phases)
        {
            _number[phase.VehicleGroup] = phase.Number;
            if (phase.PedestrianGroup >= 0)
            {
                _number[phase.PedestrianGroup] = phase.Number;
                _partner[phase.PedestrianGroup] = phase.VehicleGroup;
                _partner[phase.VehicleGroup] = phase.PedestrianGroup;
            }
        }

        for (var i = 0; i < sequence.Overlaps.Length; i++)
        {
            _number[sequence.Overlaps[i].Group] = i + 1;
            _overlaps = _overlaps.With(sequence.Overlaps[i].Group);
        }
    }
}
