namespace Signals.Sim.Training.Corridors;

/// <summary>What truly is at the lane groups of a simulated corridor, whatever its sensors say.</summary>
public interface ITrueTraffic
{
    /// <summary>Vehicles that have entered the farthest detection zone of a lane group since the start; those over the stop line where there is no other zone.</summary>
    long Arrived(int intersection, int laneGroup);

    /// <summary>Back of the standing queue from the stop line, m; of several lanes the longest.</summary>
    double QueueBack(int intersection, int laneGroup);

    /// <summary>Vehicles that stand in the queue.</summary>
    int Queued(int intersection, int laneGroup);
}
