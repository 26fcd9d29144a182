using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>
/// Local pre-emption: the lowest active input wins, its groups become green through the ordinary sequencer (minimums and
/// clearances stand), dwell while the input is on and at least the minimum dwell, then the local plan resumes.
/// </summary>
public sealed class PreemptControl(SafetyTable table, ImmutableArray<GroupSet> groups, Duration minimumDwell, Duration maximumPresence)
{
    private readonly Instant[] _onSince = new Instant[8];
    private byte _previous, _overdue;
    private Instant _dwellSince;
    private bool _dwelling;

    /// <summary>Pre-emption in charge, 1–8; 0 when none is.</summary>
    public int Active { get; private set; }

    /// <summary>Inputs ignored because they stayed on too long; bit n = input n + 1.</summary>
    public byte Overdue => _overdue;

    /// <summary>True in the step in which the dwell began.</summary>
    public bool DwellBegan { get; private set; }

    /// <summary>Follows the inputs; true when <see cref="Active"/> changed.</summary>
    public bool Watch(byte inputs, Sequencer sequencer, Instant now)
    {
        for (var input = 0; input < 8; input++)
        {
            var bit = (byte)(1 << input);
            _onSince[input] = (inputs & ~_previous & bit) != 0 ? now : _onSince[input];
            var tooLong = (inputs & bit) != 0 && now - _onSince[input] > maximumPresence;
            _overdue = tooLong ? (byte)(_overdue | bit) : (byte)(_overdue & (inputs | ~bit));
        }

        _previous = inputs;
        DwellBegan = false;
        var wanted = (inputs & ~_overdue) is var on and not 0 ? BitOperations.TrailingZeroCount(on) + 1 : 0;
        var before = Active;
        Active = wanted != 0 ? wanted : Active != 0 && !DwellIsOver(now) && (_overdue >> Active - 1 & 1) == 0 ? Active : 0;
        _dwelling = Active == before && _dwelling;
        if (Active != 0 && !_dwelling && sequencer.Go.IsSupersetOf(Groups))
        {
            _dwelling = DwellBegan = true;
            _dwellSince = now;
        }

        return Active != before;
    }

    public GroupRequest Request() => GroupRequest.Exactly(Groups, table.All);

    private GroupSet Groups => groups[(Active - 1) % groups.Length];

    private bool DwellIsOver(Instant now) => _dwelling && now - _dwellSince >= minimumDwell;
}
