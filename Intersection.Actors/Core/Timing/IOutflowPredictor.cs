namespace Signals.Core.Timing;

/// <summary>A controller that can tell its downstream neighbours what it is about to send them.</summary>
public interface IOutflowPredictor
{
    /// <summary>Appends one profile for each downstream link, under the plan decided last.</summary>
    void PredictOutflow(in ControlView view, List<NeighbourOutflow> into);
}
