using Signals.Core.Model;
using Signals.Core.Sensing;

namespace Signals.Core.Prediction;

/// <summary>History of one lane group, and its row of features.</summary>
internal sealed class LaneGroupFeatures
{
    private readonly LaneGroup _group;
    private readonly float[] _static = new float[FeatureColumn.Count];
    private readonly SecondSeries _stopLine = new();
    private readonly SecondSeries _occupancy = new();
    private readonly PeakSeries _queueShare = new();
    private double _stopLineInSecond;
    private double _arrivedInSecond;

    public LaneGroupFeatures(Intersection intersection, LaneGroup group, UpstreamFlow upstream)
    {
        _group = group;
        Signal = new SignalHistory(group.ServedBy);
        WritePlace(intersection, upstream);
    }

    public SecondSeries Arrived { get; } = new();

    public SignalHistory Signal { get; }

    /// <summary>A tick's counts; one that is not measured makes its whole second unknown.</summary>
    public void Count(in LaneGroupCount count)
    {
        _stopLineInSecond += count.StopLine;
        _arrivedInSecond += count.Upstream;
    }

    public void EndSecond(in LaneGroupEstimate estimate)
    {
        _stopLine.Add((float)_stopLineInSecond);
        Arrived.Add((float)_arrivedInSecond);
        _occupancy.Add(estimate.Occupancy);
        _queueShare.Add(QueueShare(estimate));
        Signal.EndSecond();
        _stopLineInSecond = 0;
        _arrivedInSecond = 0;
    }

    /// <summary>A second in which there was no tick.</summary>
    public void SkipSecond()
    {
        _stopLine.Add(float.NaN);
        Arrived.Add(float.NaN);
        _occupancy.Add(float.NaN);
        _queueShare.Add(float.NaN);
        Signal.SkipSecond();
        _stopLineInSecond = double.NaN;
        _arrivedInSecond = double.NaN;
    }

    /// <summary>Fills the columns that belong to the lane group alone.</summary>
    /// <param name="estimate">Present estimate.</param>
    /// <param name="upstream">Departures towards its approach.</param>
    /// <param name="share">Part of them that comes to this lane group.</param>
    /// <param name="row">Row to fill.</param>
    public void Write(in LaneGroupEstimate estimate, UpstreamFlow upstream, float share, Span<float> row)
    {
        _static.CopyTo(row);
        for (var lag = 0; lag < FeatureColumn.Lags; lag++)
        {
            row[FeatureColumn.StopLineLag + lag] = _stopLine.Lag(lag);
            row[FeatureColumn.ArrivalLag + lag] = Arrived.Lag(lag);
            row[FeatureColumn.UpstreamLag + lag] = share * upstream.Departed.Lag(lag);
        }

        for (var horizon = 0; horizon < ForecastHorizons.Near; horizon++)
        {
            row[FeatureColumn.UpstreamWithin + horizon] = share * upstream.Within(horizon);
            row[FeatureColumn.LastCycleWithin + horizon] = LastCycleWithin(ForecastHorizons.Arrivals[horizon]);
        }

        for (var window = 0; window < 3; window++)
        {
            row[FeatureColumn.ArrivalSum + window] = Arrived.Sum(window);
            row[FeatureColumn.StopLineSum + window] = _stopLine.Sum(window);
            row[FeatureColumn.GreenShare + window] = Signal.Share(window);
            row[FeatureColumn.QueuePeak + window] = _queueShare.Peak(window);
            row[FeatureColumn.MinuteFill + window] = MinuteFill(window);
            row[FeatureColumn.LoadPast + window] = Load(Arrived.Sum(window), Signal.Share(window) * ForecastHorizons.Risks[window], estimate);
        }

        WriteTraffic(estimate, row);
        WriteSignal(row);
        row[FeatureColumn.MissingArrivals] = Arrived.Missing(1);
        row[FeatureColumn.MissingStopLine] = _stopLine.Missing(1);
        row[FeatureColumn.DataAge] = Math.Min(Arrived.SinceKnown, _stopLine.SinceKnown);
        row[FeatureColumn.EstimateSource] = (float)estimate.Source;
        row[FeatureColumn.Quality] = estimate.Quality;
    }

    /// <summary>Fills in what the planned greens of the coming minute will have to serve: what stands there and what the measured flow brings, against what they can discharge.</summary>
    public static void WriteLoadPlanned(in LaneGroupEstimate estimate, Span<float> row)
    {
        const int Minute = ForecastHorizons.Near - 1;
        var toServe = row[FeatureColumn.Queue] + row[FeatureColumn.Flow] * ForecastHorizons.Arrivals[Minute];
        row[FeatureColumn.LoadPlanned] = Load(toServe, row[FeatureColumn.PlannedGreen + Minute], estimate);
    }

    /// <summary>Vehicles as a share of what so much green discharges at saturation flow; NaN when either is not known.</summary>
    private static float Load(float vehicles, float greenSeconds, in LaneGroupEstimate estimate) =>
        Math.Min(FeatureSchema.MostShare, vehicles / (float)Math.Max(1e-3, greenSeconds * estimate.SaturationFlowPerSecond));

    /// <summary>Share of the storage that a minute's arrivals would fill if nobody left, at the flow of a window.</summary>
    private float MinuteFill(int window) =>
        (float)Math.Min(FeatureSchema.MostShare, Arrived.Sum(window) * 60 / ForecastHorizons.Risks[window] / Math.Max(1, _group.StorageVehicles));

    private float QueueShare(in LaneGroupEstimate estimate) =>
        (float)Math.Min(FeatureSchema.MostShare, estimate.QueueVehicles / Math.Max(1, _group.StorageVehicles));

    private float LastCycleWithin(int seconds)
    {
        var cycle = Signal.LastCycle;
        return cycle is >= 5 and < SecondSeries.Capacity ? Arrived.LastCycle((int)Math.Round(cycle), seconds) : float.NaN;
    }

    private void WriteTraffic(in LaneGroupEstimate estimate, Span<float> row)
    {
        row[FeatureColumn.Flow] = (float)estimate.ArrivalsPerSecond;
        row[FeatureColumn.Queue] = (float)estimate.QueueVehicles;
        row[FeatureColumn.EnRoute] = (float)estimate.EnRouteVehicles;
        row[FeatureColumn.QueueShare] = QueueShare(estimate);
        row[FeatureColumn.Occupancy] = estimate.Occupancy;
        row[FeatureColumn.OccupancyMean] = _occupancy.Mean(0);
        row[FeatureColumn.Speed] = estimate.SpeedKph;
        row[FeatureColumn.Discharge] = (float)estimate.DischargePerSecond;
        row[FeatureColumn.Presence] = estimate.Presence ? 1 : 0;
        row[FeatureColumn.Saturation] = (float)estimate.SaturationFlowPerSecond;
    }

    private void WriteSignal(Span<float> row)
    {
        row[FeatureColumn.IsGo] = Signal.IsGo ? 1 : 0;
        row[FeatureColumn.IsClearing] = Signal.IsClearing ? 1 : 0;
        row[FeatureColumn.TimeInState] = Bounded(Signal.TimeInState);
        row[FeatureColumn.SinceGreenStart] = Bounded(Signal.SinceGreenStart);
        row[FeatureColumn.LastCycle] = Bounded(Signal.LastCycle);
        row[FeatureColumn.LastGreen] = Bounded(Signal.LastGreen);
    }

    private static float Bounded(double seconds) => (float)Math.Min(seconds, 3600);

    private void WritePlace(Intersection intersection, UpstreamFlow upstream)
    {
        var speed = intersection.Approaches.First(a => a.Id == _group.Approach).Speed.Value;
        var reach = SensorReach.Of(intersection, _group);
        _static[FeatureColumn.Lanes] = _group.Lanes;
        _static[FeatureColumn.Storage] = (float)_group.StorageVehicles;
        _static[FeatureColumn.StartUpLost] = (float)_group.StartUpLost.Value;
        _static[FeatureColumn.Pocket] = _group.IsPocket ? 1 : 0;
        _static[FeatureColumn.SetBack] = (float)reach;
        _static[FeatureColumn.SetBackTravel] = (float)(reach / Math.Max(1, speed));
        _static[FeatureColumn.ApproachSpeed] = (float)(speed * 3.6);
        _static[FeatureColumn.LinkLength] = (float)upstream.LinkMetres;
        _static[FeatureColumn.LinkTravel] = (float)upstream.TravelSeconds;
        foreach (var detector in intersection.Detectors.Where(d => d.LaneGroup == _group.Index))
        {
            var column = detector.Kind switch
            {
                DetectorKind.Loop => FeatureColumn.Loops,
                DetectorKind.Radar => FeatureColumn.Radars,
                DetectorKind.Camera => FeatureColumn.Cameras,
                _ => -1,
            };
            if (column >= 0)
            {
                _static[column]++;
            }
        }
    }
}
