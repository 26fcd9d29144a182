using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Core.Units;
using Signals.Drivers.Cabinet;

namespace Signals.Sim.Cabinet;

/// <summary>What a cabinet refuses in a command's content. It rejects with a code; it never clips a command into something else.</summary>
internal sealed class CommandRules(SafetyTable table, Intersection intersection)
{
    /// <summary>Checks that do not depend on the moment, then those that do.</summary>
    public RejectCode Check(in CommandFrame frame, Sequencer sequencer, Instant now) => frame.Kind switch
    {
        CommandKind.Masks => CheckMasks(frame.Request, sequencer, now),
        CommandKind.Stage => table.StageOf(frame.Stage) is null ? RejectCode.UnknownStage : CheckStage(table.StageOf(frame.Stage)!),
        CommandKind.Plan => IsKnown(frame.Plan) ? RejectCode.None : RejectCode.UnknownPlan,
        _ => RejectCode.None,
    };

    private RejectCode CheckMasks(in GroupRequest request, Sequencer sequencer, Instant now)
    {
        if (!table.All.IsSupersetOf(request.Hold | request.ForceOff | request.Omit | request.Call))
        {
            return RejectCode.UnknownGroup;
        }

        if (!table.IsCompatible(request.Hold | request.Call))
        {
            return RejectCode.Conflict;
        }

        foreach (var group in sequencer.Go & (request.ForceOff - request.Hold))
        {
            if (sequencer.EarliestEnd(group, now) > now)
            {
                return RejectCode.ShortMinimum;
            }
        }

        return RejectCode.None;
    }

    private bool IsKnown(ushort number) => intersection.Plans.Any(plan => plan.Number == number);

    private RejectCode CheckStage(Stage stage) => table.IsCompatible(stage.Groups) ? RejectCode.None : RejectCode.Conflict;
}
