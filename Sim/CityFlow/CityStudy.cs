using System.Collections.Immutable;
using System.Diagnostics;
using Signals.Sim.CityFlow.Protocol;

namespace Signals.Sim.CityFlow;

/// <summary>Controllers, protocols and seeds of one city, run one after the other.</summary>
/// <param name="city">Where.</param>
/// <param name="controllers">Names, see <see cref="ControllerNames"/>.</param>
/// <param name="protocols">A published controller skips those in which decisions are free.</param>
/// <param name="seeds">Seeds 1 to this.</param>
internal sealed class CityStudy(City city, ImmutableArray<string> controllers, ImmutableArray<CityProtocol> protocols, int seeds)
{
    public static string ControllerNames { get; } = string.Join(", ", CityController.All.Select(c => c.Name));

    public static bool TryControllers(string text, out ImmutableArray<string> controllers, out string problem)
    {
        controllers = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var unknown = controllers.FirstOrDefault(name => CityController.All.All(c => c.Name != name));
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
            foreach (var name in controllers.Where(_ => !protocol.IsFree))
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
        var controller = CityController.All.Single(c => c.Name == name);
        var result = CityRun.Run(city.Network, city.Streams, controller, protocol, seed, cancellationToken);
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
