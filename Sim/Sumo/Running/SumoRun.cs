using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Scoring;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Sumo.Running;

/// <summary>One run: one controller, one seed, from the first second of the scenario to its last.</summary>
/// <param name="conditions">The scenario and how it is run.</param>
/// <param name="controller">Who sets the signals.</param>
/// <param name="seed">SUMO's seed.</param>
/// <param name="outputs">Where SUMO writes.</param>
internal sealed class SumoRun(SumoConditions conditions, SumoController controller, int seed, SumoOutputs outputs)
{
    private static readonly Instant Midnight = VirtualOptions.Monday;

    /// <exception cref="TraciException">SUMO failed; the message is what it said.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: there is no half result.</exception>
    public SumoRunResult Execute(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(outputs.Folder);
        SumoAdditional.Write(outputs, conditions.Network, controller);
        SignalWork? work = null;
        if (controller.IsSumosOwn())
        {
            SumoProcess.RunAlone(conditions.Sumo, Arguments(), cancellationToken);
        }
        else
        {
            work = Control(cancellationToken);
        }

        File.Delete(outputs.Additional);
        var configuration = conditions.Configuration;
        var score = TripScorer.Score(outputs.TripInfo, configuration.RouteFiles, configuration.Begin, configuration.End, outputs.Statistic);
        return new SumoRunResult(controller, seed, score, work, null, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private SignalWork Control(CancellationToken cancellationToken)
    {
        var scene = SumoImport.Build(conditions.Network, conditions.ImportOptions);
        var begin = Midnight + Duration.FromSeconds(conditions.Configuration.Begin);
        var corridor = new CoupledCorridor(Configured(scene.Corridor), conditions.Planner, Midnight, begin, conditions.Recorder, conditions.Forecasts);
        var lanes = SensedLanes.Of(scene);
        var sensors = SensorsOf(corridor, lanes);
        sensors = conditions.Witness is { } witness ? new SensorGroup(witness(corridor.Corridor, lanes), sensors) : sensors;
        corridor.WarmUp(now => sensors.Observe([], now));
        var (process, connection) = SumoProcess.Open(conditions.Sumo, Arguments(), cancellationToken);
        using (process)
        using (var client = new TraciClient(connection, [.. lanes.Select(l => l.Id)]))
        using (cancellationToken.Register(client.Dispose))
        {
            try
            {
                return Drive(new SumoLoop(client, scene, corridor, sensors), begin, client, process, cancellationToken);
            }
            catch (TraciException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (TraciException failure)
            {
                throw new TraciException($"{failure.Message}\n{process.LastWords()}", failure);
            }
        }
    }

    private Corridor Configured(Corridor corridor) => corridor with
    {
        Intersections = [.. corridor.Intersections.Select(x => controller.Configure(x, conditions.DecisionInterval ?? x.Control.DecisionInterval))],
    };

    private SignalWork Drive(SumoLoop loop, Instant begin, TraciClient client, SumoProcess process, CancellationToken cancellationToken)
    {
        client.Begin();
        for (var second = 0; second < conditions.Length; second++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            loop.Step(begin + Duration.FromSeconds(second));
        }

        client.Close();
        process.WaitForEnd();
        return loop.Work();
    }

    private ISumoSensors SensorsOf(CoupledCorridor corridor, ImmutableArray<LaneView> lanes)
    {
        var lost = LostDetectors.Draw(corridor.Corridor, conditions.DetectorsLost, (ulong)seed);
        return conditions.Sensing switch
        {
            SensingModel.Loops => new LoopSensors(corridor.Corridor, lanes, corridor.Feeds, lost),
            SensingModel.Field => new AreaSensors(corridor.Corridor, lanes, corridor.Feeds, new FieldErrors((ulong)seed), lost),
            _ => new AreaSensors(corridor.Corridor, lanes, corridor.Feeds, null, lost),
        };
    }

    /// <summary>The conditions of the published comparisons: steps of 1 s, everybody in the trip output.</summary>
    private string[] Arguments() =>
    [
        "--configuration-file", conditions.Configuration.Path,
        "--seed", Text(seed),
        "--step-length", "1",
        "--begin", Text(conditions.Configuration.Begin),
        "--end", Text(conditions.Configuration.End),
        "--time-to-teleport", Text(conditions.TeleportAfter),
        "--tripinfo-output", outputs.TripInfo,
        "--tripinfo-output.write-unfinished",
        "--statistic-output", outputs.Statistic,
        "--additional-files", string.Join(',', [.. conditions.Configuration.AdditionalFiles, outputs.Additional]),
        "--no-step-log", "--no-warnings", "--xml-validation", "never", "--xml-validation.net", "never", "--xml-validation.routes", "never",
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
