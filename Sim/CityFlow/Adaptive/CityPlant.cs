using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;
using Signals.Core.Units;
using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Protocol;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.CityFlow.Adaptive;

/// <summary>
/// Our controllers in a city: the tick that also runs at the roadside and an emulated cabinet with its monitor for every intersection, in virtual time. What the
/// radars see at second t is decided upon at t; what the cabinets then show is what drivers see from t to t + 1.
/// </summary>
internal sealed class CityPlant
{
    private const int StepMilliseconds = 1000;

    private readonly CityCorridor _city;
    private readonly ApproachClock _clock;
    private readonly CityView _view;
    private readonly CoupledCorridor _signals;
    private readonly CityRadar[] _radars;

    /// <param name="city">Network and demand.</param>
    /// <param name="protocol">Change time; with an interval, phases change only at multiples of it.</param>
    /// <param name="planner">Settings of the optimiser.</param>
    /// <param name="minimumGreen">Least green where decisions are free, s.</param>
    /// <param name="seed">Seed of the engine.</param>
    public CityPlant(City city, CityProtocol protocol, PlannerSettings planner, int minimumGreen, ulong seed)
    {
        var minimum = protocol.IsFree ? minimumGreen : protocol.IntervalSeconds - protocol.ChangeSeconds;
        _city = new CityCorridor(city.Network, Duration.FromSeconds(protocol.ChangeSeconds), Duration.FromSeconds(minimum));
        _clock = new ApproachClock(city.Network);
        Engine = new CityEngine(city.Network, city.Streams, seed) { Observer = _clock };
        _view = new CityView(Engine);
        _signals = new CoupledCorridor(_city.Corridor, planner with { DecisionSeconds = protocol.IntervalSeconds }, VirtualOptions.Monday, VirtualOptions.Monday);
        _radars = [.. _city.Signalised.Select((map, i) => new CityRadar(Engine, map, _signals.Feeds[i]))];
        _signals.WarmUp(Report);
    }

    public CityEngine Engine { get; }

    /// <summary>Findings of the cabinets' independent monitors; 0 unless something is broken.</summary>
    public long MonitorFindings => _signals.MonitorFindings;

    /// <summary>A whole run.</summary>
    public CityResult Run(CancellationToken cancellationToken)
    {
        var queued = 0.0;
        for (var second = 0; second < CityRun.Seconds; second++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _view.Look();
            queued += _view.Queued;
            Step();
        }

        return CityResult.Of(Engine, _clock, queued / CityRun.Seconds) with { MonitorFindings = MonitorFindings };
    }

    /// <summary>One second: look, decide, show, drive.</summary>
    public void Step()
    {
        var now = VirtualOptions.Monday + Duration.FromSeconds(Engine.Steps);
        Report(now);
        _signals.Decide(now);
        for (var i = 0; i < _city.Signalised.Length; i++)
        {
            var map = _city.Signalised[i];
            Engine.SetOpen(map.Intersection.Index, map.Open(Green(_signals.Shown(i))));
        }

        Engine.Advance();
        _clock.EndSecond();
        _signals.Coast(now + new Duration(StepMilliseconds) - Duration.Tenth);
    }

    private void Report(Instant now)
    {
        foreach (var radar in _radars)
        {
            radar.Report(now);
        }
    }

    private static GroupSet Green(ReadOnlySpan<GroupState> shown)
    {
        var green = GroupSet.Empty;
        for (var group = 0; group < shown.Length; group++)
        {
            green = shown[group].IsGo() ? green.With(group) : green;
        }

        return green;
    }
}
