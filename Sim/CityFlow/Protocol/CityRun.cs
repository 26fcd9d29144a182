using System.Collections.Immutable;
using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Protocol;

/// <summary>Runs a published controller under a published protocol.</summary>
internal static class CityRun
{
    /// <summary>Length of every published run, s.</summary>
    public const int Seconds = 3600;

    public static CityResult Run(
        CityNetwork network, ImmutableArray<CityFlowStream> streams, CityController controller, CityProtocol protocol, ulong seed, CancellationToken cancellationToken)
    {
        var clock = new ApproachClock(network);
        var engine = new CityEngine(network, streams, seed) { Observer = clock };
        var view = new CityView(engine);
        var signals = network.Intersections.Select(_ => new PhaseMachine(protocol.ChangeSeconds)).ToArray();
        var wanted = new int[signals.Length];
        var (queued, decisions) = (0.0, 0);
        for (var second = 0; second < Seconds; second++)
        {
            if (second % protocol.IntervalSeconds == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                view.Look();
                (queued, decisions) = (queued + view.Queued, decisions + 1);
                foreach (var x in network.Intersections.Where(x => !x.IsVirtual))
                {
                    wanted[x.Index] = controller.Choose(view, x.Index, signals[x.Index]);
                }
            }

            foreach (var x in network.Intersections.Where(x => !x.IsVirtual))
            {
                engine.SetOpen(x.Index, x.Phases[signals[x.Index].Next(wanted[x.Index])]);
            }

            engine.Advance();
            clock.EndSecond();
        }

        return CityResult.Of(engine, clock, queued / decisions);
    }
}
