using System.Collections.Immutable;
using System.Diagnostics;
using Signals.Core.Timing.Adaptive;
using Signals.Sim.CityFlow.Adaptive;
using Signals.Sim.CityFlow.Protocol;

namespace Signals.Sim.CityFlow;

/// <summary>Controllers, protocols and seeds of one city, run one after the other.</summary>
/// <param name="city">Where.</param>
/// <param name="controllers">Names, see <see cref="ControllerNames"/>.</param>
/// <param name="protocols">A published controller skips those in which decisions are free.</param>
/// <param name="planner">Settings of the optimiser.</param>
/// <param name="minimumGreen">Least green of ours where decisions are free, s.</param>
/// <param name="seeds">Seeds 1 to this.</param>
internal sealed class CityStudy(City city, ImmutableArray<string> controllers, ImmutableArray<CityProtocol> protocols, PlannerSettings planner, int minimumGreen, int seeds)
{
    private const string Adaptive = "adaptive";

    public static string ControllerNames { get; } = string.Join(", ", CityController.All.Select(c => c.Name).Append(Adaptive));

    public static bool TryControllers(string text, out ImmutableArray<string> controllers, out string problem)
    {
        controllers = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var unknown = controllers.FirstOrDefault(name => name != Adaptive && CityController.All.All(c => c.Name != name));
        problem = unknown is not null
            ? $"unknown controller \"{unknown}\"; use {ControllerNames}"
            : controllers.IsEmpty ? $"name at least one controller of {ControllerNames}" : "";
        return problem.Length == 0;
    }

    /// <param name="done">Told after every run.</param>
    public ImmutableArray<CityRow> Run(Action<CityRow> done, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<CityRow>();
        foreach (var protocol in protocols)
        {
            foreach (var name in controllers.Where(name => name == Adaptive || !protocol.IsFree))
            {
                for (var seed = 1; seed <= seeds; seed++)
                {
                    var row = RunOne(name, protocol, (ulong)seed, cancellationToken);
                    rows.Add(row);
                    done(row);
                }
            }
        }

        return rows.ToImmutable();
    }

    private CityRow RunOne(string name, CityProtocol protocol, ulong seed, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var controller = CityController.All.FirstOrDefault(c => c.Name == name);
        var result = controller is null
            ? new CityPlant(city, protocol, planner, minimumGreen, seed).Run(cancellationToken)
            : CityRun.Run(city.Network, city.Streams, controller, protocol, seed, cancellationToken);
        return new CityRow(name, protocol.ToString(), seed, result, result.MonitorFindings, watch.Elapsed.TotalSeconds);
    }
}

/// <summary>One run in the result table.</summary>
/// <param name="Controller">Name of the controller.</param>
/// <param name="Protocol">Interval and change, s.</param>
/// <param name="Seed">Seed of the engine and the sensors.</param>
/// <param name="Result">Measures.</param>
/// <param name="MonitorFindings">Findings of the cabinets' monitors; 0 for published controllers, which have no cabinet.</param>
/// <param name="WallSeconds">Time the run took.</param>
public sealed record CityRow(string Controller, string Protocol, ulong Seed, CityResult Result, long MonitorFindings, double WallSeconds);
