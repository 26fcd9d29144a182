using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Prediction;

/// <summary>
/// Follows one intersection tick by tick and writes its feature rows once a second, one tick before the planner plans. Allocates nothing after construction; deterministic; owned by
/// one tick.
/// </summary>
public sealed class IntersectionFeatures
{
    /// <summary>Seconds of planned green that are looked at.</summary>
    public const int PlannedSeconds = 60;

    private const double DaySeconds = 86_400;

    private readonly Intersection _intersection;
    private readonly LaneGroupFeatures[] _groups;
    private readonly UpstreamFlow[] _upstream;
    private readonly int[] _approachOf;
    private readonly GroupSet[] _servedBy;
    private Instant? _last;
    private Instant? _secondEnded;

    /// <param name="intersection">Validated model.</param>
    /// <param name="incoming">Links that end at it.</param>
    /// <param name="profile">Usual flows, as sensing learns them.</param>
    public IntersectionFeatures(Intersection intersection, ImmutableArray<Link> incoming, HistoricProfile profile)
    {
        var approaches = intersection.Approaches.Select(a => a.Id).ToList();
        _intersection = intersection;
        _approachOf = [.. intersection.LaneGroups.Select(g => approaches.IndexOf(g.Approach))];
        _servedBy = [.. intersection.LaneGroups.Select(g => g.ServedBy)];
        _upstream = [.. approaches.Select(a => new UpstreamFlow(a, incoming, ViewOf(intersection, a)))];
        _groups = [.. intersection.LaneGroups.Select(g => new LaneGroupFeatures(intersection, g, _upstream[approaches.IndexOf(g.Approach)]))];
        Historic = new HistoricRatioForecast(intersection, profile);
    }

    /// <summary>The floor under every model; it follows the same seconds.</summary>
    public HistoricRatioForecast Historic { get; }

    /// <summary>Takes in one tick; true when a second ended with it.</summary>
    public bool Advance(in FeatureMoment moment)
    {
        var since = _last is { } last ? moment.Now - last : Duration.Tenth;
        _last = moment.Now;
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i].Signal.Advance(moment.Shown, Math.Clamp(since.TotalSeconds, 0, 1));
            _groups[i].Count(moment.Counts[i]);
        }

        if (!EndsSecond(moment.Now))
        {
            return false;
        }

        SkipTo(moment.Now);
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i].EndSecond(moment.LaneGroups[i]);
        }

        foreach (var upstream in _upstream)
        {
            upstream.Advance(moment.Now, moment.Neighbours);
        }

        Historic.Advance(moment.Now, moment.Local, moment.LaneGroups);
        _secondEnded = moment.Now;
        return true;
    }

    /// <summary>Writes one row a lane group, as of the last <see cref="Advance"/>.</summary>
    /// <param name="moment">The same moment.</param>
    /// <param name="planned">Groups planned to have right of way in each coming second; empty when nobody knows.</param>
    /// <param name="rows">Receives <see cref="FeatureColumn.Count"/> values a lane group.</param>
    public void Write(in FeatureMoment moment, ReadOnlySpan<GroupSet> planned, Span<float> rows)
    {
        for (var i = 0; i < _groups.Length; i++)
        {
            var row = rows.Slice(i * FeatureColumn.Count, FeatureColumn.Count);
            _groups[i].Write(moment.LaneGroups[i], _upstream[_approachOf[i]], ShareOf(i), row);
            for (var horizon = 0; horizon < ForecastHorizons.Arrivals.Length; horizon++)
            {
                row[FeatureColumn.HistoricWithin + horizon] = (float)Historic.UsualWithin(i, moment.Local, ForecastHorizons.Arrivals[horizon]);
            }

            row[FeatureColumn.HistoricRatio] = (float)Historic.Ratio(i);
            WritePlanned(_servedBy[i], planned, row);
            LaneGroupFeatures.WriteLoadPlanned(moment.LaneGroups[i], row);
            WriteCalendar(moment.Local, row);
        }
    }

    /// <summary>Its tenth of the second is the one before the planner's, so that a plan sees a forecast of a tenth of a second ago.</summary>
    private bool EndsSecond(Instant now) => ((now - Instant.Epoch).Tenths + _intersection.Device + 1) % 10 == 0;

    /// <summary>Seconds without a tick are unknown, not empty.</summary>
    private void SkipTo(Instant now)
    {
        var missed = _secondEnded is { } ended ? (now - ended).Milliseconds / 1000 - 1 : 0;
        for (var second = 0; second < Math.Min(missed, SecondSeries.Capacity); second++)
        {
            foreach (var group in _groups)
            {
                group.SkipSecond();
            }
        }
    }

    /// <summary>Part of an approach's traffic that belongs to a lane group: by the last quarter of an hour's arrivals, else by lanes.</summary>
    private float ShareOf(int laneGroup)
    {
        double own = 0, all = 0, lanes = 0;
        for (var i = 0; i < _groups.Length; i++)
        {
            if (_approachOf[i] == _approachOf[laneGroup])
            {
                var sum = _groups[i].Arrived.Sum(1);
                all += sum;
                own += i == laneGroup ? sum : 0;
                lanes += _intersection.LaneGroups[i].Lanes;
            }
        }

        return (float)(all > 0 ? own / all : _intersection.LaneGroups[laneGroup].Lanes / lanes);
    }

    private static void WritePlanned(GroupSet servedBy, ReadOnlySpan<GroupSet> planned, Span<float> row)
    {
        var green = 0;
        var second = 0;
        for (var horizon = 0; horizon < ForecastHorizons.Near; horizon++)
        {
            for (; second < ForecastHorizons.Arrivals[horizon] && second < planned.Length; second++)
            {
                green += planned[second].Overlaps(servedBy) ? 1 : 0;
            }

            row[FeatureColumn.PlannedGreen + horizon] = second == ForecastHorizons.Arrivals[horizon] ? green : float.NaN;
        }
    }

    private void WriteCalendar(LocalTime local, Span<float> row)
    {
        var seconds = local.SinceMidnight.TotalSeconds;
        var plan = _intersection.PlanAt(local.Day, local.SinceMidnight);
        var position = plan.IsFree ? double.NaN : (seconds - plan.Offset.TotalSeconds) / plan.Cycle.TotalSeconds;
        (row[FeatureColumn.PlanSine], row[FeatureColumn.PlanCosine]) = Circle(position);
        (row[FeatureColumn.DaySine], row[FeatureColumn.DayCosine]) = Circle(seconds / DaySeconds);
        (row[FeatureColumn.HalfDaySine], row[FeatureColumn.HalfDayCosine]) = Circle(2 * seconds / DaySeconds);
        (row[FeatureColumn.WeekSine], row[FeatureColumn.WeekCosine]) = Circle(((int)local.Day + seconds / DaySeconds) / 7);
        row[FeatureColumn.Weekend] = local.Day is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
    }

    private static (float Sine, float Cosine) Circle(double turns)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * turns);
        return ((float)sine, (float)cosine);
    }

    private static double ViewOf(Intersection intersection, string approach) =>
        intersection.LaneGroups.Where(g => g.Approach == approach).Select(g => SensorReach.Of(intersection, g)).DefaultIfEmpty(0).Max();
}
