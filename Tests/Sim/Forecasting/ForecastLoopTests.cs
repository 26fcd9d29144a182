using Signals.Controller.Hosting;
using Signals.Controller.Recording;
using Signals.Core.Model;
using Signals.Core.Ports;
using Signals.Core.Prediction;
using Signals.Core.Tick;
using Signals.Core.Tick.Recording;
using Signals.Core.Units;
using Signals.Prediction.Running;
using Signals.Sim.Demand;
using Signals.Sim.Forecasting;
using Signals.Sim.VirtualTime;
using Signals.Tests.Prediction;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Forecasting;

/// <summary>Forecasts in the closed loop: they change what is decided, are recorded with the tick, and whatever is wrong with them the tick goes on.</summary>
[TestFixture, Category("Integration")]
public sealed class ForecastLoopTests
{
    private static readonly Duration Length = Duration.FromSeconds(240);
    private static readonly Corridor Corridor = Adaptive(TestCorridors.MainStreet());

    [Test]
    public void Commands_under_a_forecast_come_out_again_from_the_record_bit_for_bit()
    {
        var tapes = new List<Tape>();
        var world = Run(new ScriptedModel((_, outputs) => Array.Fill(outputs, 9)), (_, _) =>
        {
            tapes.Add(new Tape());
            return tapes[^1];
        });

        Assert.That(world.FirstFindings, Is.Empty);
        foreach (var (tape, intersection) in tapes.Zip(Corridor.Intersections))
        {
            Assert.That(tape.Frames.Count(f => f.Tick?.Forecasts.Length > 0), Is.GreaterThan(200), "a forecast a second");
            var result = FlightRerun.Run(tape.Frames, () => IntersectionTicks.Create(Corridor, intersection), explain: null);
            Assert.That((result.Judged, result.Differences), Is.EqualTo(((long)tape.Frames.Count - 1, 0L)));
        }
    }

    [Test]
    public void Forecast_of_many_and_of_nobody_lead_to_other_commands()
    {
        var nobody = Run(new ScriptedModel((_, outputs) => Array.Clear(outputs)));
        var many = Run(new ScriptedModel((_, outputs) => Array.Fill(outputs, 40)));
        Assert.That(many.Control.Digest, Is.Not.EqualTo(nobody.Control.Digest));
    }

    [Test]
    public void Model_that_throws_costs_no_command()
    {
        var world = Run(new ScriptedModel((_, _) => throw new InvalidOperationException("broken")));
        var without = Run(null);
        Assert.That((world.Control.Commands, world.Control.RemoteShare, world.Control.LadderChanges), Is.EqualTo((without.Control.Commands, without.Control.RemoteShare, without.Control.LadderChanges)));
        Assert.That(world.FirstFindings, Is.Empty);
    }

    [Test]
    public void Oracle_says_what_then_came()
    {
        var log = new ArrivalLog(1);
        var rows = new float[FeatureColumn.Count];
        var start = new Instant(1_800_000_000_000);
        for (var second = 0; second < 100; second++)
        {
            rows[FeatureColumn.ArrivalLag] = second >= 20 ? 5 : 0; // one a second from second 15 on
            log.Add(start + Duration.FromSeconds(second), rows);
        }

        var forecast = log.After(start + Duration.FromSeconds(10), 0);
        Assert.That((forecast.In5s, forecast.In15s, forecast.In60s), Is.EqualTo((0f, 10f, 55f)));
    }

    private static VirtualCorridor Run(ICongestionModel? model, Func<Corridor, int, ITickRecorder?>? recorder = null)
    {
        var world = new VirtualCorridor(Corridor, Scenario.Uniform(Corridor, 250, 40), 5, VirtualOptions.Default with
        {
            Recorder = recorder,
            Forecasts = model is null ? null : (corridor, i) => ForecastChoice.Model.Make(corridor.Intersections[i], model, null),
        });
        world.Run(Length);
        return world;
    }

    private static Corridor Adaptive(Corridor corridor) => corridor with
    {
        Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = ControlLevel.Adaptive, Shadow = false } })],
    };

    private sealed class Tape : ITickRecorder
    {
        public List<FlightFrame> Frames { get; } = [];

        public void Begin() => Frames.Add(new FlightFrame(FlightFrameKind.Begin, null, 0));

        public void Record(in TickInput input, in TickResult result)
        {
            var buffer = new byte[TickCodec.SizeLimit(input)];
            Frames.Add(new FlightFrame(FlightFrameKind.Tick, TickCodec.Decode(buffer.AsSpan(0, TickCodec.Encode(input, result, buffer))), 0));
        }
    }
}
