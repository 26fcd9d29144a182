using System.Diagnostics;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Sumo.Running;

/// <summary>
/// One second after the other: what SUMO's state shows → readings → decision → cabinet → SUMO's signals → SUMO's next second, during which our own ticks go on.
/// </summary>
internal sealed class SumoLoop(TraciClient client, SumoScene scene, CoupledCorridor corridor, ISumoSensors sensors)
{
    private const int StepMilliseconds = 1000;

    private readonly string[] _shown = new string[scene.Intersections.Length];
    private TimeSpan _sumo;
    private TimeSpan _sensing;

    /// <summary>Decides on SUMO's state at <paramref name="now"/> and lets SUMO go on to the next second.</summary>
    public void Step(Instant now)
    {
        var started = Stopwatch.GetTimestamp();
        sensors.Observe(client.Vehicles, now);
        _sensing += Stopwatch.GetElapsedTime(started);
        corridor.Decide(now);
        for (var i = 0; i < _shown.Length; i++)
        {
            Show(i);
        }

        client.BeginStep();
        corridor.Coast(now + new Duration(StepMilliseconds) - Duration.Tenth);
        started = Stopwatch.GetTimestamp();
        client.EndStep();
        _sumo += Stopwatch.GetElapsedTime(started);
    }

    public SignalWork Work() => new(
        corridor.MonitorFindings, corridor.FirstFindings, corridor.LongestCall.TotalSeconds, corridor.ForcedCalls, corridor.LadderChanges, corridor.Rejections,
        corridor.RemoteShare, corridor.Digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture), corridor.Spent.TotalSeconds, _sumo.TotalSeconds,
        _sensing.TotalSeconds, [.. corridor.DecisionMicroseconds]);

    private void Show(int signal)
    {
        var shown = scene.Intersections[signal].Signal;
        var state = shown.State(corridor.Shown(signal));
        if (state != _shown[signal])
        {
            client.SetState(shown.Id, state);
            _shown[signal] = state;
        }
    }
}
