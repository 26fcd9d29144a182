using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Tick;
using Signals.Core.Units;

namespace Signals.Tests.Sim.Sumo.Running;

/// <summary>Notes on which rung of the ladder every tick stood.</summary>
internal sealed class RungLog : ITickRecorder
{
    public List<(Instant Deadline, ControlLevel Level, LadderCause Cause)> Ticks { get; } = [];

    public void Begin()
    {
    }

    public void Record(in TickInput input, in TickResult result) => Ticks.Add((result.Deadline, result.Level, result.Cause));
}
