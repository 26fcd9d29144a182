using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

/// <summary>Legal signals without sense: a random set of compatible groups, for a random time, with yellow and red clearance between.</summary>
internal sealed class RandomSignals(Intersection intersection, ulong seed)
{
    private readonly GroupState[] _states = intersection.Groups.Select(g => g.StopState).ToArray();
    private SeededRandom _random = new(seed);
    private GroupSet _green = GroupSet.Empty;
    private GroupSet _wanted = GroupSet.Empty;
    private Duration _until = Duration.Zero;
    private int _interval = 3;

    public ReadOnlySpan<GroupState> At(Duration time)
    {
        while (time >= _until)
        {
            _interval = (_interval + 1) % 4;
            Enter(_until);
        }

        return _states;
    }

    private void Enter(Duration at)
    {
        switch (_interval)
        {
            case 0: // green
                _green = _wanted.IsEmpty ? Pick() : _wanted;
                Set(_green, g => g.GoState);
                _until = at + Duration.FromSeconds(7 + _random.NextDouble() * 25);
                break;
            case 1: // clearing, pedestrians first
                _wanted = Pick();
                Set(_green, g => g.IsPedestrian ? GroupState.PedestrianClearance : GroupState.Green);
                _until = at + Duration.FromSeconds(14);
                break;
            case 2:
                Set(_green - _wanted, g => g.IsPedestrian ? GroupState.DontWalk : GroupState.Yellow);
                _until = at + Duration.FromSeconds(3.6);
                break;
            default:
                Set(_green - _wanted, g => g.StopState);
                _until = at + Duration.FromSeconds(2);
                break;
        }
    }

    private GroupSet Pick()
    {
        var set = GroupSet.Empty;
        for (var tries = 0; tries < 8; tries++)
        {
            var group = (int)(_random.NextDouble() * intersection.Groups.Length);
            set = intersection.Intergreens.ConflictsOf(group).Overlaps(set) ? set : set.With(group);
        }

        return set;
    }

    private void Set(GroupSet groups, Func<SignalGroup, GroupState> state)
    {
        foreach (var group in groups)
        {
            _states[group] = state(intersection.Groups[group]);
        }
    }
}
