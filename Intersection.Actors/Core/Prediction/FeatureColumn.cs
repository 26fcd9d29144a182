namespace Signals.Core.Prediction;

/// <summary>Positions in a feature row. A block's constant is its first column. The names and units are those of <see cref="FeatureSchema.Features"/>.</summary>
public static class FeatureColumn
{
    /// <summary>Lags of 5 s in each of the three histories: two minutes.</summary>
    public const int Lags = 24;

    /// <summary>Length of one lag, s.</summary>
    public const int LagSeconds = 5;

    public const int StopLineLag = 0;
    public const int ArrivalLag = StopLineLag + Lags;
    public const int UpstreamLag = ArrivalLag + Lags;
    public const int UpstreamWithin = UpstreamLag + Lags;
    public const int LastCycleWithin = UpstreamWithin + ForecastHorizons.Near;
    public const int ArrivalSum = LastCycleWithin + ForecastHorizons.Near;
    public const int StopLineSum = ArrivalSum + 3;
    public const int HistoricWithin = StopLineSum + 3;
    public const int HistoricRatio = HistoricWithin + 6;
    public const int Flow = HistoricRatio + 1;
    public const int Queue = Flow + 1;
    public const int EnRoute = Queue + 1;
    public const int QueueShare = EnRoute + 1;
    public const int QueuePeak = QueueShare + 1;
    public const int MinuteFill = QueuePeak + 3;
    public const int LoadPast = MinuteFill + 3;
    public const int LoadPlanned = LoadPast + 3;
    public const int Occupancy = LoadPlanned + 1;
    public const int OccupancyMean = Occupancy + 1;
    public const int Speed = OccupancyMean + 1;
    public const int Discharge = Speed + 1;
    public const int Presence = Discharge + 1;
    public const int IsGo = Presence + 1;
    public const int IsClearing = IsGo + 1;
    public const int TimeInState = IsClearing + 1;
    public const int SinceGreenStart = TimeInState + 1;
    public const int LastCycle = SinceGreenStart + 1;
    public const int LastGreen = LastCycle + 1;
    public const int GreenShare = LastGreen + 1;
    public const int PlannedGreen = GreenShare + 3;
    public const int PlanSine = PlannedGreen + ForecastHorizons.Near;
    public const int PlanCosine = PlanSine + 1;
    public const int DaySine = PlanCosine + 1;
    public const int DayCosine = DaySine + 1;
    public const int HalfDaySine = DayCosine + 1;
    public const int HalfDayCosine = HalfDaySine + 1;
    public const int WeekSine = HalfDayCosine + 1;
    public const int WeekCosine = WeekSine + 1;
    public const int Weekend = WeekCosine + 1;
    public const int Lanes = Weekend + 1;
    public const int Storage = Lanes + 1;
    public const int Saturation = Storage + 1;
    public const int StartUpLost = Saturation + 1;
    public const int Pocket = StartUpLost + 1;
    public const int SetBack = Pocket + 1;
    public const int SetBackTravel = SetBack + 1;
    public const int ApproachSpeed = SetBackTravel + 1;
    public const int LinkLength = ApproachSpeed + 1;
    public const int LinkTravel = LinkLength + 1;
    public const int MissingArrivals = LinkTravel + 1;
    public const int MissingStopLine = MissingArrivals + 1;
    public const int DataAge = MissingStopLine + 1;
    public const int EstimateSource = DataAge + 1;
    public const int Quality = EstimateSource + 1;
    public const int Loops = Quality + 1;
    public const int Radars = Loops + 1;
    public const int Cameras = Radars + 1;

    /// <summary>Columns of a row.</summary>
    public const int Count = Cameras + 1;
}
