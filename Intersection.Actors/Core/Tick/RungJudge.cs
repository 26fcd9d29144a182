using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Sensing;
using Signals.Core.Units;

namespace Signals.Core.Tick;

/// <summary>Looks at a tick's input for everything that limits how high the intersection may stand, and reports it to the ladder.</summary>
internal sealed class RungJudge(DegradationLadder ladder, uint configHash)
{
    /// <summary>Late decisions within this span count towards leaving the adaptive rung.</summary>
    private static readonly Duration LateWindow = new(30_000);

    private const int LateDecisionsAllowed = 3;

    private readonly Queue<Instant> _lateDecisions = new();

    /// <summary>Settles the ladder for this tick; true when the level or its cause changed.</summary>
    /// <param name="resumed">True when ticks were missed for longer than the authority limit.</param>
    public bool Judge(in TickInput input, ReadOnlySpan<LaneGroupEstimate> laneGroups, bool resumed)
    {
        var now = input.Deadline;
        ladder.Report(LadderCause.Operator, input.Limit, now);
        ReportCabinet(input, now);
        if (resumed)
        {
            ladder.Report(LadderCause.TickGap, ControlLevel.Observe, now);
        }

        if (DetectionLimit.Judge(laneGroups) is var limit and < ControlLevel.Adaptive)
        {
            ladder.Report(LadderCause.Detection, limit, now);
        }

        if (input.DecisionWasLate && TooManyLate(now))
        {
            ladder.Report(LadderCause.DecisionLate, ControlLevel.Actuated, now);
        }

        return ladder.Settle(now);
    }

    /// <summary>An impossible wish or an exception is a bug in that controller: use the next simpler one for a while.</summary>
    public void ControllerFailed(Instant now)
    {
        var below = (ControlLevel)Math.Max((int)ladder.Level - 1, (int)ControlLevel.Observe);
        ladder.Report(LadderCause.ControllerFault, below, now);
    }

    private void ReportCabinet(in TickInput input, Instant now)
    {
        var status = input.Status;
        if (status is null || now - status.ReceivedAt > Governor.StatusLimit)
        {
            ladder.Report(LadderCause.CabinetSilent, ControlLevel.Observe, now);
        }
        else if (status.SafetyConfigHash != configHash)
        {
            ladder.Report(LadderCause.ConfigMismatch, ControlLevel.Observe, now);
        }
        else if (!input.Shadow && !status.AcceptsRemote)
        {
            ladder.Report(LadderCause.NotInControl, ControlLevel.Observe, now);
        }
    }

    private bool TooManyLate(Instant now)
    {
        _lateDecisions.Enqueue(now);
        while (now - _lateDecisions.Peek() > LateWindow)
        {
            _lateDecisions.Dequeue();
        }

        return _lateDecisions.Count > LateDecisionsAllowed;
    }
}
