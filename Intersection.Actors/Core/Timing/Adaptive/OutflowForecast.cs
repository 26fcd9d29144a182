using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Signals.Core.Model;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>What a plan will send down each outgoing link, in 5-s bins, and the room that is left on the approach that faces the same neighbour.</summary>
public sealed class OutflowForecast(Intersection intersection, PlanModel model, ImmutableArray<Link> outgoing)
{
    private readonly int[] _leg = [.. outgoing.Select(link => intersection.Approaches.Select(a => a.Id).ToList().IndexOf(link.FromLeg))];
    private readonly float[] _bins = new float[intersection.Approaches.Length * NeighbourOutflow.MaximumBins];

    /// <summary>Expected departures by a leg (index of the approach), bin by bin from the last prediction on.</summary>
    public ReadOnlySpan<float> Of(int leg) => _bins.AsSpan(leg * NeighbourOutflow.MaximumBins, NeighbourOutflow.MaximumBins);

    /// <summary>Runs the model under the rest of a plan. Bins beyond the horizon get the mean of those before.</summary>
    /// <param name="state">Root state; used up.</param>
    /// <param name="age">Seconds since the plan's steps were counted from.</param>
    public void Predict(Span<float> state, int combination, PhaseSet pedestrians, ReadOnlySpan<PlanStep> steps, int age)
    {
        Array.Clear(_bins);
        model.RecordsDepartures = true;
        var next = 0;
        for (var second = 0; second < model.Horizon; second++)
        {
            if (next < steps.Length && steps[next].Second - age <= second && model.CanSwitch(state, combination, steps[next].Combination, second))
            {
                model.Switch(state, combination, steps[next].Combination, second, ref pedestrians);
                combination = steps[next++].Combination;
            }

            model.Step(state, combination, second, pedestrians);
            for (var leg = 0; leg < model.Departures.Length && second / 5 < NeighbourOutflow.MaximumBins; leg++)
            {
                _bins[(leg * NeighbourOutflow.MaximumBins) + (second / 5)] += model.Departures[leg];
            }
        }

        model.RecordsDepartures = false;
        FillBeyondHorizon();
    }

    /// <summary>Appends a message for each outgoing link.</summary>
    public void AddTo(List<NeighbourOutflow> into, in ControlView view)
    {
        for (var i = 0; i < outgoing.Length; i++)
        {
            if (_leg[i] >= 0)
            {
                var link = outgoing[i];
                into.Add(new NeighbourOutflow(
                    intersection.Id, link.ToApproach, view.Now, ImmutableCollectionsMarshal.AsImmutableArray(Of(_leg[i]).ToArray()), SpaceOn(link, view)));
            }
        }
    }

    private void FillBeyondHorizon()
    {
        var known = Math.Min(model.Horizon / 5, NeighbourOutflow.MaximumBins);
        for (var leg = 0; leg < intersection.Approaches.Length; leg++)
        {
            var bins = _bins.AsSpan(leg * NeighbourOutflow.MaximumBins, NeighbourOutflow.MaximumBins);
            var total = 0f;
            foreach (var bin in bins[..known])
            {
                total += bin;
            }

            bins[known..].Fill(total / Math.Max(1, known));
        }
    }

    /// <summary>Room on the approach that the link's neighbour feeds: the leg by which the link leaves, seen the other way.</summary>
    private float SpaceOn(Link link, in ControlView view)
    {
        var room = link.Lanes * link.Length.Value / LaneGroup.QueuedVehicleLength.Value;
        for (var lane = 0; lane < view.LaneGroups.Length; lane++)
        {
            var mine = intersection.LaneGroups[lane].Approach == link.FromLeg;
            room -= mine ? view.LaneGroups[lane].QueueVehicles + view.LaneGroups[lane].EnRouteVehicles : 0;
        }

        return (float)Math.Max(0, room);
    }
}
