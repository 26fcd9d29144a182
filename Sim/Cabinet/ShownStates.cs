using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet;

/// <summary>What each group shows and since when: the sequencer's indications, or the flash pattern while the relay is on.</summary>
public sealed class ShownStates
{
    private readonly SafetyTable _table;
    private readonly GroupState[] _states;
    private readonly GroupState[] _before;
    private readonly Instant[] _since;

    internal ShownStates(SafetyTable table)
    {
        _table = table;
        _states = new GroupState[table.GroupCount];
        _before = new GroupState[table.GroupCount];
        _since = new Instant[table.GroupCount];
    }

    public ReadOnlySpan<GroupState> States => _states;

    /// <summary>Groups whose indication changed in the last step.</summary>
    public GroupSet Changed { get; private set; }

    public GroupState Before(int group) => _before[group];

    public GroupStatus Status(int group, Instant now) => new(_states[group], now - _since[group]);

    internal void Reset(Instant now) => Array.Fill(_since, now);

    internal void Update(Sequencer sequencer, bool flashing, Instant now)
    {
        var changed = GroupSet.Empty;
        for (var group = 0; group < _states.Length; group++)
        {
            var state = flashing ? FlashState(group) : sequencer.States[group];
            _before[group] = _states[group];
            if (state != _states[group])
            {
                _states[group] = state;
                _since[group] = now;
                changed = changed.With(group);
            }
        }

        Changed = changed;
    }

    /// <summary>Yellow for the groups that start first (they never conflict), red for the rest; pedestrian heads are dark (MUTCD 11 §4G).</summary>
    private GroupState FlashState(int group) => _table.Group(group).IsPedestrian ? GroupState.Dark
        : _table.StartUp.Contains(group) ? GroupState.FlashingYellow
        : GroupState.FlashingRed;
}
