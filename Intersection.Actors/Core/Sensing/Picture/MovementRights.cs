using Signals.Core.Model;
using Signals.Core.Safety;

namespace Signals.Core.Sensing.Picture;

/// <summary>
/// What every movement of every lane group may do under the signals shown, and for how long its lane has been held. Movements are numbered as in
/// <see cref="TrafficPicture.TurnShares"/>.
/// </summary>
internal sealed class MovementRights
{
    private readonly Movement[] _movements;
    private readonly int[] _first;
    private readonly int[][] _yieldsTo;
    private readonly bool[] _go;
    private readonly MovementRight[] _rights;
    private readonly MovementRight[] _best;
    private readonly double[] _heldSeconds;
    private readonly double[] _goSeconds;

    public MovementRights(Intersection intersection)
    {
        var groups = intersection.LaneGroups;
        _movements = [.. groups.SelectMany(g => g.Movements)];
        _first = new int[groups.Length + 1];
        for (var g = 0; g < groups.Length; g++)
        {
            _first[g + 1] = _first[g] + groups[g].Movements.Length;
        }

        var names = groups.SelectMany(g => g.Movements.Select(m => $"{g.Id}>{m.ExitLeg}")).ToArray();
        _yieldsTo = [.. _movements.Select(m => m.YieldsTo.IsDefault ? null! : names.Index().Where(n => m.YieldsTo.Contains(n.Item)).Select(n => n.Index).ToArray())];
        _go = new bool[_movements.Length];
        _rights = new MovementRight[_movements.Length];
        _best = new MovementRight[groups.Length];
        _heldSeconds = new double[groups.Length];
        _goSeconds = new double[groups.Length];
    }

    /// <summary>Movements it gives way to; null when the model leaves that to geometry.</summary>
    public int[]? YieldsTo(int movement) => _yieldsTo[movement];

    public Movement Movement(int movement) => _movements[movement];

    /// <summary>Movements of one lane group: first number, and one past the last.</summary>
    public Range Of(int laneGroup) => _first[laneGroup].._first[laneGroup + 1];

    public int First(int laneGroup) => _first[laneGroup];

    public MovementRight Right(int movement) => _rights[movement];

    /// <summary>Green or permissive now.</summary>
    public bool IsGo(int movement) => _go[movement];

    /// <summary>Most that any movement of the lane group may do.</summary>
    public MovementRight Best(int laneGroup) => _best[laneGroup];

    /// <summary>Seconds since any movement of the lane group could last go, on red turns apart; 0 while one can.</summary>
    public double HeldSeconds(int laneGroup) => _heldSeconds[laneGroup];

    /// <summary>Seconds for which some movement of the lane group has been able to go, yielding or not; 0 while none can.</summary>
    public double GoSeconds(int laneGroup) => _goSeconds[laneGroup];

    /// <param name="shown">One entry a signal group.</param>
    /// <param name="seconds">Time since the last tick.</param>
    public void Advance(ReadOnlySpan<GroupStatus> shown, double seconds)
    {
        for (var m = 0; m < _movements.Length; m++)
        {
            var state = StateOf(_movements[m].ProtectedBy, shown);
            var under = StateOf(_movements[m].PermissiveUnder, shown);
            _go[m] = state.IsGo() || under.IsGo() || state == GroupState.FlashingYellowArrow || under == GroupState.FlashingYellowArrow;
        }

        for (var g = 0; g < _best.Length; g++)
        {
            _best[g] = MovementRight.Stop;
            for (var m = _first[g]; m < _first[g + 1]; m++)
            {
                _rights[m] = RightOf(m, shown);
                _best[g] = _rights[m] > _best[g] ? _rights[m] : _best[g];
            }

            _goSeconds[g] = _best[g] >= MovementRight.Permissive ? _goSeconds[g] + seconds : 0;
            _heldSeconds[g] = _best[g] > MovementRight.OnRed ? 0 : _heldSeconds[g] + seconds;
        }
    }

    private static GroupState StateOf(int group, ReadOnlySpan<GroupStatus> shown) => group >= 0 ? shown[group].State : GroupState.Dark;

    private MovementRight RightOf(int m, ReadOnlySpan<GroupStatus> shown)
    {
        var movement = _movements[m];
        if (_go[m])
        {
            var priority = _yieldsTo[m] is { } yieldsTo ? !AnyGo(yieldsTo) : StateOf(movement.ProtectedBy, shown).IsGo();
            return priority ? MovementRight.Protected : MovementRight.Permissive;
        }

        var clearing = StateOf(movement.ProtectedBy, shown).IsClearing() || StateOf(movement.PermissiveUnder, shown).IsClearing();
        return clearing ? MovementRight.Clearing : movement.OnRed ? MovementRight.OnRed : MovementRight.Stop;
    }

    private bool AnyGo(int[] movements)
    {
        foreach (var other in movements)
        {
            if (_go[other])
            {
                return true;
            }
        }

        return false;
    }
}
